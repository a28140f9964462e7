using System.Numerics.Tensors;
using ClassicML.Wire;

namespace ClassicML.Cnn;

/// <summary>What models and checkpoints say in the same words.</summary>
internal static class CnnWireValues
{
    /// <summary>Finite floats, as doubles.</summary>
    public static readonly Interval Finite = new(float.MinValue, float.MaxValue);

    public static WireWriter Floats(this WireWriter w, string name, ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, wide);
        return w.Doubles(name, wide);
    }

    public static float[] Floats(this WireReader r, string name, Interval allowed, bool orNaN = false)
    {
        double[] wide = r.Doubles(name, allowed, orNaN);
        float[] values = new float[wide.Length];
        TensorPrimitives.ConvertTruncating<double, float>(wide, values);
        return values;
    }

    public static WireWriter History(this WireWriter w, IReadOnlyList<EpochScores> history) => w
        .Doubles("Losses", [.. history.Select(epoch => epoch.Loss)]).Doubles("Accuracies", [.. history.Select(epoch => epoch.Accuracy)])
        .Doubles("ValidationLosses", [.. history.Select(epoch => epoch.ValidationLoss ?? double.NaN)])
        .Doubles("ValidationAccuracies", [.. history.Select(epoch => epoch.ValidationAccuracy ?? double.NaN)]);

    public static IEnumerable<EpochScores> History(this WireReader r)
    {
        double[] losses = r.Doubles("Losses", Interval.Any, orNaN: true), accuracies = r.Doubles("Accuracies", Interval.Share);
        double[] validationLosses = r.Doubles("ValidationLosses", Interval.Any, orNaN: true);
        double[] validationAccuracies = r.Doubles("ValidationAccuracies", Interval.Share, orNaN: true);
        Check.Length(accuracies.Length, losses.Length, "Accuracies", "epoch");
        Check.Length(validationLosses.Length, losses.Length, "ValidationLosses", "epoch");
        Check.Length(validationAccuracies.Length, losses.Length, "ValidationAccuracies", "epoch");
        return losses.Select((loss, i) => new EpochScores(i + 1, loss, accuracies[i], Optional(validationLosses[i]), Optional(validationAccuracies[i])));
    }

    private static double? Optional(double value) => double.IsNaN(value) ? null : value;
}
