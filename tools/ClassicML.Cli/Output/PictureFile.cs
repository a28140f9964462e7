using System.CommandLine;
using ClassicML.Cli.Learners;
using ClassicML.Internal;
using ClassicML.Plotting;

namespace ClassicML.Cli.Output;

/// <summary>The options of a command that draws.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string?> file;
    private readonly Option<string> theme = new("--theme") { Description = "light or dark.", HelpName = "THEME", DefaultValueFactory = _ => "light" };
    private readonly Option<int?> width = new("--width") { Description = "The width in pixels; a PNG has two for each. Default: by what is drawn.", HelpName = "N" };
    private readonly Option<int?> height = new("--height") { Description = "The height in pixels; a PNG has two for each. Default: by what is drawn.", HelpName = "N" };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="file">The option that names the file.</param>
    public PictureOptions(Command command, Option<string?> file)
    {
        this.file = file;
        theme.AcceptOnlyFromAmong("light", "dark");
        foreach (Option option in (Option[])[file, theme, width, height]) command.Options.Add(option);
    }

    /// <summary>The file to draw to; null where none is asked for. What is wrong with it is said before the work.</summary>
    /// <exception cref="UsageException">It ends in neither .png nor .svg.</exception>
    /// <exception cref="IOException">Its folder isn't there.</exception>
    public PictureFile? Of(ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } path) return null;
        bool png = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);
        if (!png && !Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{file.Name} '{path}' must end in .png or .svg");
        Theme colors = parsed.GetValue(theme) == "dark" ? Theme.Dark : Theme.Light;
        if (parsed.GetValue(width) is { } across) Check.Within(across, new Interval(160, 4000), "--width");
        if (parsed.GetValue(height) is { } up) Check.Within(up, new Interval(120, 4000), "--height");
        return new PictureFile(SavedModel.Writable(path, file.Name), png, colors, parsed.GetValue(width), parsed.GetValue(height));
    }
}

/// <summary>A picture to be.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsPng">Whether it is a PNG; else an SVG.</param>
/// <param name="Theme">Its colours: light or dark.</param>
/// <param name="Width">Its width; null for the drawing's own.</param>
/// <param name="Height">Its height; null for the drawing's own.</param>
internal sealed record PictureFile(string Path, bool IsPng, Theme Theme, int? Width, int? Height)
{
    private const double PngScale = 2;

    public void Save(Chart chart)
    {
        chart = chart with { Width = Width ?? chart.Width, Height = Height ?? chart.Height };
        if (IsPng) chart.SavePng(Path, Theme, PngScale);
        else chart.SaveSvg(Path, Theme);
    }

    /// <summary>Saves a drawing of a tree, which has a size of its own; a width or height scales it.</summary>
    /// <param name="svg">The SVG that trees write.</param>
    public void SaveTree(string svg)
    {
        var drawing = new TreeDrawing(svg, Theme);
        double scale = Width is { } width ? width / drawing.Width : Height is { } height ? height / drawing.Height : 1;
        if (IsPng) AtomicFile.Write(Path, drawing.ToPng(scale * PngScale));
        else AtomicFile.WriteText(Path, drawing.ToSvg(scale));
    }
}
