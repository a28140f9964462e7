using System.Security.Cryptography;
using System.Text;
using ClassicML.Internal;

namespace ClassicML.Cnn.Training;

/// <summary>The file that lets a killed fit go on: what was trained on what, and all that a later step depends on.</summary>
/// <remarks>
/// Layout: "ClassicML.Cnn checkpoint 2", the learner without its number of epochs as JSON, the data's hash, steps, history, arrays; at last
/// the SHA-256 of everything before. It is written beside its name and moved there once it is on the disk, so a kill leaves the old file or
/// the new one. While it is open, a file "NAME.lock" beside it is locked, so that no other fit goes on from it or writes to it.
/// </remarks>
internal sealed class Checkpoint : IDisposable
{
    private const string Head = "ClassicML.Cnn checkpoint 2";

    private readonly string path, learner;
    private readonly byte[] dataHash;
    private readonly FileStream turn;

    /// <summary>Takes the file for one fit.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="learner">The learner as JSON, but for what a fit may change when it goes on.</param>
    /// <param name="dataHash">A hash of all that the fit is given.</param>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    /// <exception cref="IOException">Another fit has it, or the folder can't be written to.</exception>
    public Checkpoint(string path, string learner, byte[] dataHash)
    {
        (this.path, this.learner, this.dataHash) = (path, learner, dataHash);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"the folder of the checkpoint, {folder}, does not exist");
        turn = Lock(path + ".lock");
    }

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
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Head);
            writer.Write(learner);
            writer.Write(dataHash);
            writer.Write(state.Steps);
            writer.Write(progress.History.Count);
            foreach (EpochScores epoch in progress.History)
            {
                writer.Write(epoch.Loss);
                writer.Write(epoch.Accuracy);
                writer.Write(epoch.ValidationLoss ?? double.NaN);
                writer.Write(epoch.ValidationAccuracy ?? double.NaN);
            }
            writer.Write(progress.BestLoss);
            writer.Write(progress.Stale);
            writer.Write(state.Parameters.Length);
            writer.Write(progress.Best is not null);
            Write(writer, state.Parameters);
            Write(writer, state.First);
            Write(writer, state.Second);
            if (progress.Best is not null) Write(writer, progress.Best);
        }
        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        // The lock makes the name ours, so what a kill leaves is written over the next time.
        AtomicFile.Write(path, path + ".new", memory.WriteTo);
    }

    /// <summary>Reads the file, if there is one.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    /// <exception cref="InvalidDataException">It is damaged, or belongs to another learner or other data.</exception>
    public (TrainingState State, TrainingProgress Progress)? Load(int parameterCount)
    {
        if (!File.Exists(path)) return null;
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 32 || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - 32)))
            throw new InvalidDataException($"{path} is no whole checkpoint: its hash is not that of its content");
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadString() != Head) throw new InvalidDataException($"{path} is no checkpoint of this version");
        if (reader.ReadString() != learner) throw new InvalidDataException($"{path} is the checkpoint of a learner with other options");
        if (!reader.ReadBytes(dataHash.Length).AsSpan().SequenceEqual(dataHash))
            throw new InvalidDataException($"{path} is the checkpoint of a fit on other data");
        long steps = reader.ReadInt64();
        List<EpochScores> history = [];
        for (int count = reader.ReadInt32(), epoch = 1; epoch <= count; epoch++)
            history.Add(new EpochScores(epoch, reader.ReadDouble(), reader.ReadDouble(), Optional(reader), Optional(reader)));
        var progress = new TrainingProgress { History = history, BestLoss = reader.ReadDouble(), Stale = reader.ReadInt32() };
        if (reader.ReadInt32() != parameterCount) throw new InvalidDataException($"{path} is the checkpoint of another network");
        bool hasBest = reader.ReadBoolean();
        var state = new TrainingState(new float[parameterCount]) { Steps = steps };
        Read(reader, state.Parameters);
        Read(reader, state.First);
        Read(reader, state.Second);
        if (hasBest) Read(reader, progress.Best = new float[parameterCount]);
        return (state, progress);
    }

    private static double? Optional(BinaryReader reader) => reader.ReadDouble() is var value && double.IsNaN(value) ? null : value;

    private static void Write(BinaryWriter writer, float[] values)
    {
        foreach (float value in values) writer.Write(value);
    }

    private static void Read(BinaryReader reader, float[] values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = reader.ReadSingle();
    }
}
