using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Rows with what is to be learned of them: what <see cref="ClassificationData"/>,
/// <see cref="RegressionData"/> and <see cref="OutlierData"/> have in common.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IData<TSelf> where TSelf : class, IData<TSelf>
{
    /// <summary>The rows, n×p.</summary>
    Features Features { get; }

    /// <summary>The weight of each row, or empty when every row weighs 1.</summary>
    ReadOnlySpan<double> Weights { get; }

    /// <summary>The group of each row, or empty.</summary>
    ReadOnlySpan<int> Groups { get; }

    /// <summary>The name of each column, or null: those of <see cref="Features"/>.</summary>
    ImmutableArray<string>? FeatureNames => Features.ColumnNames;

    /// <summary>The number of rows, n.</summary>
    int RowCount => Features.RowCount;

    /// <summary>The number of columns, p.</summary>
    int FeatureCount => Features.ColumnCount;

    /// <summary>The rows with the given numbers, with all that belongs to them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    /// <exception cref="ArgumentException">No row is asked for, or the rows asked for all have weight zero.</exception>
    TSelf SelectRows(ReadOnlySpan<int> rows);

    /// <summary>The same over other features of as many rows, as a transformer makes them.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="featureNames">A name for each column; null, the default, leaves those that the features have.</param>
    /// <exception cref="ArgumentException">The row counts differ.</exception>
    TSelf WithFeatures(Features features, IEnumerable<string>? featureNames = null);
}
