using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Labelled rows: features n×p, a class for each row, and optionally weights, groups and feature names. Checked once, here.</summary>
public sealed class ClassificationData : IData<ClassificationData>
{
    private readonly int[] codes;
    private readonly double[]? weights;
    private readonly int[]? groups;

    /// <summary>Rows whose classes are codes of known labels.</summary>
    /// <param name="features">The rows, n×p, with n and p at least 1. NaN means missing; infinities and magnitudes above
    /// <see cref="ClassicML.Features.MaxMagnitude"/> are refused.</param>
    /// <param name="codes">A class code in [0, K) for each row.</param>
    /// <param name="labels">The K classes; some may have no row.</param>
    /// <param name="weights">A weight for each row in [0, <see cref="ClassicML.Features.MaxMagnitude"/>], not all zero; none means 1 for each.</param>
    /// <param name="groups">A group number for each row, for splits that keep groups together.</param>
    /// <param name="featureNames">A name for each column; null, the default, leaves those that the features have.</param>
    /// <param name="targetName">The name of what is to be predicted.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not allowed; the message names its row.</exception>
    public ClassificationData(
        Features features,
        ReadOnlySpan<int> codes,
        ClassLabels labels,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> groups = default,
        IEnumerable<string>? featureNames = null,
        string? targetName = null)
        : this(
            DataChecks.Features(features, featureNames), codes.ToArray(), Check.NotNull(labels, nameof(labels)), DataChecks.Weights(weights, features),
            DataChecks.Groups(groups, features), targetName)
    {
        Check.Length(codes.Length, features.RowCount, nameof(codes), "row");
        for (int i = 0; i < codes.Length; i++)
            if ((uint)codes[i] >= (uint)labels.Count)
                throw new ArgumentOutOfRangeException(nameof(codes), $"row {i} has class code {codes[i]}; codes must be in [0, {labels.Count})");
    }

    private ClassificationData(
        Features features, int[] codes, ClassLabels labels, double[]? weights, int[]? groups, string? targetName)
    {
        Features = features;
        Labels = labels;
        TargetName = targetName;
        this.codes = codes;
        this.weights = weights;
        this.groups = groups;
    }

    /// <summary>Rows labelled by strings; the classes are those that occur, ordered ordinally.</summary>
    public static ClassificationData Create(Features features, ReadOnlySpan<string> labels, IEnumerable<string>? featureNames = null)
    {
        var (found, codes) = ClassLabels.Find(labels);
        return new ClassificationData(features, codes, found, featureNames: featureNames);
    }

    /// <summary>Rows labelled by integers; the classes are those that occur, ordered by value.</summary>
    public static ClassificationData Create(Features features, ReadOnlySpan<int> labels, IEnumerable<string>? featureNames = null)
    {
        var (found, codes) = ClassLabels.Find(labels);
        return new ClassificationData(features, codes, found, featureNames: featureNames);
    }

    /// <summary>The rows, n×p.</summary>
    public Features Features { get; }

    /// <summary>The K classes. A subset keeps those of its parent, so a class may have no row.</summary>
    public ClassLabels Labels { get; }

    /// <summary>The class code of each row.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The weight of each row, or empty when every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The group of each row, or empty.</summary>
    public ReadOnlySpan<int> Groups => groups;

    /// <summary>The name of each column, or null: those of <see cref="Features"/>.</summary>
    public ImmutableArray<string>? FeatureNames => Features.ColumnNames;

    /// <summary>The name of what is to be predicted, or null.</summary>
    public string? TargetName { get; }

    /// <summary>The number of rows, n.</summary>
    public int RowCount => Features.RowCount;

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => Features.ColumnCount;

    /// <summary>The number of classes, K.</summary>
    public int ClassCount => Labels.Count;

    /// <summary>The same rows with other weights.</summary>
    /// <inheritdoc cref="ClassificationData(Features, ReadOnlySpan{int}, ClassLabels, ReadOnlySpan{double}, ReadOnlySpan{int}, IEnumerable{string}?, string?)"/>
    public ClassificationData WithWeights(ReadOnlySpan<double> weights) =>
        new(Features, codes, Labels, DataChecks.Weights(weights, Features), groups, TargetName);

    /// <summary>The same rows with other groups.</summary>
    /// <inheritdoc cref="ClassificationData(Features, ReadOnlySpan{int}, ClassLabels, ReadOnlySpan{double}, ReadOnlySpan{int}, IEnumerable{string}?, string?)"/>
    public ClassificationData WithGroups(ReadOnlySpan<int> groups) =>
        new(Features, codes, Labels, weights, DataChecks.Groups(groups, Features), TargetName);

    /// <summary>The same targets over other features of as many rows, as a transformer makes them.</summary>
    /// <exception cref="ArgumentException">The row counts differ.</exception>
    public ClassificationData WithFeatures(Features features, IEnumerable<string>? featureNames = null)
    {
        Features named = DataChecks.Features(features, featureNames);
        Check.Length(named.RowCount, RowCount, nameof(features), "row");
        return new ClassificationData(named, codes, Labels, weights, groups, TargetName);
    }

    /// <summary>The rows with the given numbers, with their weights and groups; labels stay those of this data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    /// <exception cref="ArgumentException">No row is asked for, or the rows asked for all have weight zero.</exception>
    public ClassificationData SelectRows(ReadOnlySpan<int> rows)
    {
        Features selected = DataChecks.Features(Features.SelectRows(rows));
        return new ClassificationData(
            selected, DataChecks.Pick(codes, rows)!, Labels, DataChecks.Weights(DataChecks.Pick(weights, rows), selected),
            DataChecks.Pick(groups, rows), TargetName);
    }

    /// <summary>The number of rows of each class, K values.</summary>
    public int[] ClassCounts()
    {
        int[] counts = new int[ClassCount];
        foreach (int code in codes) counts[code]++;
        return counts;
    }
}
