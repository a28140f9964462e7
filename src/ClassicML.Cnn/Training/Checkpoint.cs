using System.Security.Cryptography;
using System.Text;

namespace ClassicML.Cnn.Training;

/// <summary>The file that lets a killed fit go on: what was trained on what, and all that a later step depends on.</summary>
/// <remarks>
/// Layout: "ClassicML.Cnn checkpoint 1", the learner as JSON, the data's hash, steps, history, arrays; at last the SHA-256 of everything
/// before. It is written beside its name and moved there once it is on the disk, so a kill leaves the old file or the new one.
/// </remarks>
internal sealed class Checkpoint(string path, string learner, byte[] dataHash)
{
    private const string Head = "ClassicML.Cnn checkpoint 1";

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
            writer.Write(progress.Best is not null);
            Write(writer, state.Parameters);
            Write(writer, state.First);
            Write(writer, state.Second);
            if (progress.Best is not null) Write(writer, progress.Best);
        }
        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        string beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            memory.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
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
