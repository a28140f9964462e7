using ClassicML.Internal;
using ClassicML.Serialization;
using ClassicML.Wire;

namespace ClassicML.Cnn.Training;

/// <summary>The file that lets a killed fit go on: what was trained on what, and all that a later step depends on.</summary>
/// <remarks>
/// A form in the layout of model files, whose hash finds damage. It is written beside its name and moved there once it is on the disk, so a kill
/// leaves the old file or the new one. While it is open, a file "NAME.lock" beside it is locked, so that no other fit goes on from it or writes
/// to it.
/// </remarks>
internal sealed class Checkpoint : IDisposable
{
    private const string Name = "cnn-checkpoint";

    private static readonly WireRegistry Registry = new(
        new WireType<Content>(Name, WireKind.Part, "All that a later step of a training depends on", Write, Read));

    // A form has doubles.
    private static readonly Interval ExactlyWhole = new(0, 1L << 53);

    private readonly string path, learner, dataHash;
    private readonly FileStream turn;

    /// <summary>Takes the file for one fit.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="learner">The learner as JSON, but for what a fit may change when it goes on.</param>
    /// <param name="dataHash">A hash of all that the fit is given.</param>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    /// <exception cref="IOException">Another fit has it, or the folder can't be written to.</exception>
    public Checkpoint(string path, string learner, byte[] dataHash)
    {
        (this.path, this.learner, this.dataHash) = (path, learner, Convert.ToHexStringLower(dataHash));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"the folder of the checkpoint, {folder}, does not exist");
        turn = Lock(path + ".lock");
    }

    // What files began with that were written by hand, a string with its length before it.
    private static ReadOnlySpan<byte> EarlierHead => "\u001bClassicML.Cnn checkpoint "u8;

    /// <summary>Lets other fits have it.</summary>
    public void Dispose() => turn.Dispose();

    private FileStream Lock(string name)
    {
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(
                    name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (File.Exists(name))
            {
                throw new IOException($"another fit is using the checkpoint {path}: wait for it, or name another file. {e.Message}", e);
            }
            // The one before may have deleted the file between our opening and our locking it: then others lock a newer one.
            if (File.Exists(name)) return file;
            file.Dispose();
        }
    }

    public void Save(TrainingState state, TrainingProgress progress)
    {
        WireForm form = Registry.Write(new Content(learner, dataHash, state, progress));
        // The lock makes the name ours, so what a kill leaves is written over the next time.
        AtomicFile.Write(path, path + ".new", stream => FormFile.Write(stream, form));
    }

    /// <summary>Reads the file, if there is one.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    /// <exception cref="InvalidDataException">It is damaged, of an earlier version, or belongs to another learner or other data.</exception>
    public (TrainingState State, TrainingProgress Progress)? Load(int parameterCount)
    {
        if (!File.Exists(path)) return null;
        Content content = Read();
        if (content.Learner != learner) throw new InvalidDataException($"{path} is the checkpoint of a learner with other options");
        if (content.DataHash != dataHash) throw new InvalidDataException($"{path} is the checkpoint of a fit on other data");
        if (content.State.Parameters.Length != parameterCount) throw new InvalidDataException($"{path} is the checkpoint of another network");
        return (content.State, content.Progress);
    }

    private Content Read()
    {
        using FileStream stream = File.OpenRead(path);
        byte[] start = new byte[EarlierHead.Length];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(EarlierHead))
            throw new InvalidDataException($"{path} is a checkpoint of an earlier version, which this one does not go on from: delete it, or name another file");
        stream.Position = 0;
        try
        {
            return Registry.Read<Content>(FormFile.Read(stream, Name));
        }
        catch (FormatException e) when (e is ModelFormatException or WireException)
        {
            throw new InvalidDataException($"{path} is no whole checkpoint: {e.Message}", e);
        }
    }

    private static void Write(Content content, WireWriter w)
    {
        (TrainingState state, TrainingProgress progress) = (content.State, content.Progress);
        w.Text("Learner", content.Learner).Text("DataHash", content.DataHash).Number("Steps", state.Steps).History(progress.History)
            .Number("BestLoss", progress.BestLoss).Integer("Stale", progress.Stale)
            .Floats("Parameters", state.Parameters).Floats("First", state.First).Floats("Second", state.Second).Floats("Best", progress.Best);
    }

    private static Content Read(WireReader r)
    {
        string learner = r.OptionalText("Learner") ?? "", dataHash = r.OptionalText("DataHash") ?? "";
        long steps = (long)r.Number("Steps", ExactlyWhole);
        var progress = new TrainingProgress { History = [.. r.History()], BestLoss = r.Number("BestLoss", Interval.Any), Stale = r.Integer("Stale") };
        float[] parameters = r.Floats("Parameters", CnnWireValues.Finite);
        // Moments overflow where training goes astray, which is noticed by the parameters and the loss.
        float[] first = r.Floats("First", Interval.Any, orNaN: true), second = r.Floats("Second", Interval.Any, orNaN: true);
        float[] best = r.Floats("Best", CnnWireValues.Finite);
        Check.Length(first.Length, parameters.Length, "First", "parameter");
        Check.Length(second.Length, parameters.Length, "Second", "parameter");
        if (best.Length > 0)
        {
            Check.Length(best.Length, parameters.Length, "Best", "parameter");
            if (!progress.History.Exists(epoch => epoch.Watched == progress.BestLoss)) throw new ArgumentException("BestLoss must be the loss of an epoch");
            progress.Best = best;
        }
        return new Content(learner, dataHash, new TrainingState(parameters, first, second) { Steps = steps }, progress);
    }

    private sealed record Content(string Learner, string DataHash, TrainingState State, TrainingProgress Progress);
}
