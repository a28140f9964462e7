using System.Globalization;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Serialization;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>Models to files and back.</summary>
internal static class SavedModel
{
    /// <summary>A file that can be written: what is wrong with its folder is said before the work and not after it.</summary>
    /// <exception cref="IOException">The folder isn't there, or the path is one.</exception>
    public static string Writable(string file, string option)
    {
        string full = Path.GetFullPath(file);
        // A file is replaced when the new one is whole, and a device must not be.
        if (full.StartsWith("/dev/", StringComparison.Ordinal)) throw new IOException($"{option} {file} is a device, and no file to write");
        if (Directory.Exists(full)) throw new IOException($"{option} {file} is a folder");
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{option} {file}: there is no folder '{folder}'");
        return file;
    }

    /// <summary>Writes a model with what is known of its training rows.</summary>
    public static void Save(FittedModel model, RowSet rows, string file, Invocation run)
    {
        var options = new ModelFileOptions { Data = model.Summary(rows), Saved = run.Global.Clock.GetUtcNow() };
        if (rows.FirstIndex is { } first)
            options = options with { Notes = options.Notes.SetItem(RowLayout.FirstIndexNote, first.ToString(CultureInfo.InvariantCulture)) };
        try
        {
            ModelFile.Save(model.Model, file, run.Registry, options, run.Cancellation);
        }
        // A limit on the length of files is an argument out of range to .NET.
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException && !e.Message.Contains(file, StringComparison.Ordinal))
        {
            throw new IOException($"{file}: {CommandLine.Line(e)}", e);
        }
    }

    /// <summary>Reads a model and what its file says of it.</summary>
    /// <exception cref="ModelFormatException">The file is damaged or no model.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static (FittedModel Model, RowLayout Layout) Load(string file, Invocation run)
    {
        ModelFileInfo info = ModelFile.Inspect(file);
        return (FittedModel.Of(ModelFile.Load<IModel>(file, run.Registry, run.Cancellation), file), RowLayout.Of(info));
    }

    /// <summary>A learner or model as JSON.</summary>
    public static JsonElement Form(object instance, WireRegistry registry)
    {
        using JsonDocument document = JsonDocument.Parse(registry.Write(instance).ToString());
        return document.RootElement.Clone();
    }
}
