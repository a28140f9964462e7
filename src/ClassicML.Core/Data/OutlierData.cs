using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Rows of which is known whether each is an outlier: features n×p, a flag for each row, and optionally groups and feature names.
/// Checked once, here.</summary>
/// <remarks>
/// The flags are for scoring, and for folds that keep the shares. A detector is fitted on all rows that it is given, known outliers among
/// them, as in scikit-learn, where a search hands y to the scorer alone: in use nobody knows which they are, and options such as
/// <c>OneClassSvm.Nu</c> say how many to expect. To fit on inliers alone, select their rows. There are no weights, since detectors read none.
/// </remarks>
public sealed class OutlierData : IData<OutlierData>
{
    private readonly bool[] isOutlier;
    private readonly int[]? groups;

    /// <summary>Rows with what is known of them.</summary>
    /// <param name="features">The rows, n×p, with n and p at least 1. NaN means missing; infinities and magnitudes above
    /// <see cref="ClassicML.Features.MaxMagnitude"/> are refused.</param>
    /// <param name="isOutlier">For each row whether it is known to be an outlier; all may be, or none.</param>
    /// <param name="groups">A group number for each row, for splits that keep groups together.</param>
    /// <param name="featureNames">A name for each column; null, the default, leaves those that the features have.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not allowed; the message names its row.</exception>
    public OutlierData(
        Features features, ReadOnlySpan<bool> isOutlier, ReadOnlySpan<int> groups = default, IEnumerable<string>? featureNames = null)
        : this(
            DataChecks.Features(features, featureNames), isOutlier.ToArray(), DataChecks.Groups(groups, features)) =>
        Check.Length(isOutlier.Length, features.RowCount, nameof(isOutlier), "row");

    private OutlierData(Features features, bool[] isOutlier, int[]? groups)
    {
        Features = features;
        this.isOutlier = isOutlier;
        this.groups = groups;
    }

    /// <summary>Labelled rows, of which those of the given classes are the outliers.</summary>
    /// <param name="data">The rows, without weights; groups and names stay.</param>
    /// <param name="outlierLabels">The names of the classes of outliers, at least one.</param>
    /// <exception cref="ArgumentException">No class is given, one is not among those of the data, or the data has weights.</exception>
    public static OutlierData Of(ClassificationData data, params ReadOnlySpan<string> outlierLabels)
    {
        if (!Check.NotNull(data, nameof(data)).Weights.IsEmpty)
            throw new ArgumentException("outlier detectors read no weights, and these rows have some: see ClassificationData.WithWeights", nameof(data));
        if (outlierLabels.IsEmpty) throw new ArgumentException("at least one class must be that of outliers", nameof(outlierLabels));
        bool[] isOutlierClass = new bool[data.ClassCount], isOutlier = new bool[data.RowCount];
        foreach (string label in outlierLabels)
        {
            int code = data.Labels.IndexOf(Check.NotNull(label, nameof(outlierLabels)));
            if (code < 0) throw new ArgumentException($"class '{label}' is not among {data.Labels}", nameof(outlierLabels));
            isOutlierClass[code] = true;
        }
        for (int i = 0; i < isOutlier.Length; i++) isOutlier[i] = isOutlierClass[data.Codes[i]];
        return new OutlierData(data.Features, isOutlier, data.Groups);
    }

    /// <summary>The rows, n×p.</summary>
    public Features Features { get; }

    /// <summary>For each row whether it is known to be an outlier.</summary>
    public ReadOnlySpan<bool> IsOutlier => isOutlier;

    /// <summary>The number of rows that are known to be outliers.</summary>
    public int OutlierCount => isOutlier.AsSpan().Count(true);

    /// <summary>The group of each row, or empty.</summary>
    public ReadOnlySpan<int> Groups => groups;

    /// <summary>The name of each column, or null: those of <see cref="Features"/>.</summary>
    public ImmutableArray<string>? FeatureNames => Features.ColumnNames;

    /// <summary>The number of rows, n.</summary>
    public int RowCount => Features.RowCount;

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => Features.ColumnCount;

    ReadOnlySpan<double> IData<OutlierData>.Weights => default;

    /// <summary>The same flags over other features of as many rows, as a transformer makes them.</summary>
    /// <exception cref="ArgumentException">The row counts differ.</exception>
    public OutlierData WithFeatures(Features features, IEnumerable<string>? featureNames = null)
    {
        Features named = DataChecks.Features(features, featureNames);
        Check.Length(named.RowCount, RowCount, nameof(features), "row");
        return new OutlierData(named, isOutlier, groups);
    }

    /// <summary>The rows with the given numbers, with their flags and groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    /// <exception cref="ArgumentException">No row is asked for.</exception>
    public OutlierData SelectRows(ReadOnlySpan<int> rows) => new(
        DataChecks.Features(Features.SelectRows(rows)), DataChecks.Pick(isOutlier, rows)!, DataChecks.Pick(groups, rows));
}
