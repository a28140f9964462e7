using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>What is asked of a row that a model predicts by itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowChecks
{
    /// <summary>Refuses a row of another width, and values that no model takes.</summary>
    /// <exception cref="ArgumentException">The width differs, or a value is infinite or beyond <see cref="Features.MaxMagnitude"/>.</exception>
    public static void Row(ReadOnlySpan<double> row, IModel model)
    {
        // The batch's own words.
        if (row.Length != model.FeatureCount || Kernels.AnyBeyond(row, Features.MaxMagnitude))
            Check.Magnitudes(Matrix.Wrap(row.ToArray(), 1, row.Length).AlignedTo(model));
    }

    /// <summary>Refuses a row with a value missing, and what a stage before has made too large.</summary>
    /// <exception cref="DataValueException">There is one.</exception>
    public static void Complete(ReadOnlySpan<double> row, IModel model)
    {
        if (!Kernels.AllWithin(row, Features.MaxMagnitude))
            Check.CompleteRows(Matrix.Wrap(row.ToArray(), 1, row.Length).WithNames(model.FeatureNames), model.GetType().Name);
    }
}
