namespace ClassicML.Metrics;

/// <summary>What an outlier detector said about rows of which is known whether they are outliers: all that an <see cref="OutlierMetric"/>
/// looks at. Immutable.</summary>
public sealed class OutlierOutcome
{
    private readonly bool[] isOutlier;
    private readonly double[] scores;

    /// <summary>An outcome from scores that are already there.</summary>
    /// <param name="isOutlier">For each row whether it is an outlier.</param>
    /// <param name="scores">The score of each row: the higher the more usual, 0 and below for what the detector takes for an outlier; not NaN.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a score is NaN.</exception>
    public OutlierOutcome(ReadOnlySpan<bool> isOutlier, ReadOnlySpan<double> scores)
    {
        MetricChecks.Rows(isOutlier.Length, default);
        Check.Length(scores.Length, isOutlier.Length, nameof(scores), "row");
        MetricChecks.NotNaN(scores);
        this.isOutlier = isOutlier.ToArray();
        this.scores = scores.ToArray();
    }

    /// <summary>What a model says about rows.</summary>
    /// <exception cref="ArgumentException">
    /// The model was fitted on another number of features, or on others by their names. Columns in another order are put right.
    /// </exception>
    public static OutlierOutcome Of(IOutlierModel model, OutlierData data) =>
        new(Check.NotNull(data, nameof(data)).IsOutlier, Check.NotNull(model, nameof(model)).Score(data.AlignedTo(model).Features));

    /// <summary>The number of rows, n.</summary>
    public int RowCount => isOutlier.Length;

    /// <summary>For each row whether it is an outlier.</summary>
    public ReadOnlySpan<bool> IsOutlier => isOutlier;

    /// <summary>The score of each row: the higher the more usual; 0 and below for what the detector takes for an outlier.</summary>
    public ReadOnlySpan<double> Scores => scores;
}
