namespace ClassicML.Decomposition;

/// <summary>What the linear discriminants ask of their data and options.</summary>
internal static class DiscriminantChecks
{
    public static Matrix Rows(ClassificationData data, DiscriminantSolver solver, Shrinkage shrinkage, string reader)
    {
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, reader);
        Check.SeveralClasses(data, reader);
        int present = data.ClassCounts().Count(count => count > 0);
        if (data.RowCount <= present)
            throw new ArgumentException($"{reader} needs more rows than classes, has {data.RowCount} rows of {present} classes",
                nameof(data));
        if (solver == DiscriminantSolver.Svd && shrinkage != Shrinkage.None)
            throw new ArgumentException("shrinkage needs the Eigen or LeastSquares solver: Svd computes no covariance", nameof(data));
        return x;
    }

    public static ArgumentException Singular() =>
        new("the covariance within classes is singular (collinear or constant features): shrink it, or take the Svd solver");
}
