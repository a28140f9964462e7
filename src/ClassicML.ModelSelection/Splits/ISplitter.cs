using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>A rule that divides rows into folds: an immutable set of options, the same folds at every call.</summary>
public interface ISplitter
{
    /// <summary>The folds of n rows.</summary>
    /// <param name="rowCount">The number of rows, n.</param>
    /// <param name="codes">The class code of each row, or empty where there are no classes.</param>
    /// <param name="groups">The group of each row, or empty.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so; the message says why.</exception>
    ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups);
}

/// <summary>Splitters over data.</summary>
public static class SplitterExtensions
{
    /// <summary>The folds of the rows of <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException">The rows can't be divided so.</exception>
    public static ImmutableArray<Fold> Split(this ISplitter splitter, ClassificationData data) =>
        Check.NotNull(splitter, nameof(splitter)).Split(Check.NotNull(data, nameof(data)).RowCount, data.Codes, data.Groups);

    /// <inheritdoc cref="Split(ISplitter, ClassificationData)"/>
    public static ImmutableArray<Fold> Split(this ISplitter splitter, RegressionData data) =>
        Check.NotNull(splitter, nameof(splitter)).Split(Check.NotNull(data, nameof(data)).RowCount, default, data.Groups);

    /// <inheritdoc cref="Split(ISplitter, ClassificationData)"/>
    /// <remarks>Outliers and inliers are two classes to it.</remarks>
    public static ImmutableArray<Fold> Split(this ISplitter splitter, OutlierData data) => LearningTask.Outliers.Split(splitter, data);
}
