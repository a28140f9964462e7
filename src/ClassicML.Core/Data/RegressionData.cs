using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Rows with a number to predict: features n×p, targets, and optionally weights, groups and feature names. Checked once, here.</summary>
public sealed class RegressionData : IData<RegressionData>
{
    private readonly double[] targets;
    private readonly double[]? weights;
    private readonly int[]? groups;

    /// <summary>Rows with their targets.</summary>
    /// <param name="features">The rows, n×p, with n and p at least 1. NaN means missing; infinities and magnitudes above
    /// <see cref="ClassicML.Features.MaxMagnitude"/> are refused.</param>
    /// <param name="targets">A number for each row, finite and within ±<see cref="ClassicML.Features.MaxMagnitude"/>.</param>
    /// <param name="weights">A weight for each row in [0, <see cref="ClassicML.Features.MaxMagnitude"/>], not all zero; none means 1 for each.</param>
    /// <param name="groups">A group number for each row, for splits that keep groups together.</param>
    /// <param name="featureNames">A name for each column; null, the default, leaves those that the features have.</param>
    /// <param name="targetName">The name of what is to be predicted.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not allowed; the message names its row.</exception>
    public RegressionData(
        Features features,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> groups = default,
        IEnumerable<string>? featureNames = null,
        string? targetName = null)
        : this(
            DataChecks.Features(features, featureNames), targets.ToArray(), DataChecks.Weights(weights, features),
            DataChecks.Groups(groups, features), targetName)
    {
        Check.Length(targets.Length, features.RowCount, nameof(targets), "row");
        for (int i = 0; i < targets.Length; i++)
            if (!(Math.Abs(targets[i]) <= Features.MaxMagnitude))
                throw new ArgumentException(
                    $"row {i} has target {Check.Text(targets[i])}; targets must be finite and within ±{Check.Text(Features.MaxMagnitude)}",
                    nameof(targets));
    }

    private RegressionData(
        Features features, double[] targets, double[]? weights, int[]? groups, string? targetName)
    {
        Features = features;
        TargetName = targetName;
        this.targets = targets;
        this.weights = weights;
        this.groups = groups;
    }

    /// <summary>The rows, n×p.</summary>
    public Features Features { get; }

    /// <summary>The number to predict for each row.</summary>
    public ReadOnlySpan<double> Targets => targets;

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

    /// <summary>The same rows with other groups.</summary>
    /// <exception cref="ArgumentException">There is not one for each row.</exception>
    public RegressionData WithGroups(ReadOnlySpan<int> groups) =>
        new(Features, targets, weights, DataChecks.Groups(groups, Features), TargetName);

    /// <summary>The same targets over other features of as many rows, as a transformer makes them.</summary>
    /// <exception cref="ArgumentException">The row counts differ.</exception>
    public RegressionData WithFeatures(Features features, IEnumerable<string>? featureNames = null)
    {
        Features named = DataChecks.Features(features, featureNames);
        Check.Length(named.RowCount, RowCount, nameof(features), "row");
        return new RegressionData(named, targets, weights, groups, TargetName);
    }

    /// <summary>The rows with the given numbers, with their weights and groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    /// <exception cref="ArgumentException">No row is asked for, or the rows asked for all have weight zero.</exception>
    public RegressionData SelectRows(ReadOnlySpan<int> rows)
    {
        Features selected = DataChecks.Features(Features.SelectRows(rows));
        return new RegressionData(
            selected, DataChecks.Pick(targets, rows)!, DataChecks.Weights(DataChecks.Pick(weights, rows), selected),
            DataChecks.Pick(groups, rows), TargetName);
    }
}
