namespace ClassicML.Testing;

/// <summary>A learner of any kind behind one face: rows in, numbers out.</summary>
internal static class AnyLearner
{
    public static IModel Fit(object learner, Samples samples, FitContext context = default) => learner switch
    {
        IClassifier<IClassifierModel> classifier => classifier.Fit(samples.Classes, context),
        IRegressor<IRegressorModel> regressor => regressor.Fit(samples.Numbers, context),
        ISupervisedTransformer<ITransformerModel> transformer => transformer.Fit(samples.Classes, context),
        ILearner<OutlierData, IOutlierModel> detector => detector.Fit(samples.Outliers, context),
        _ => throw new ArgumentException($"{learner.GetType().Name} is no learner", nameof(learner)),
    };

    /// <summary>All that a model says of rows, one row after the other: numbers where it has some, codes where these are all.</summary>
    public static double[] Outputs(IModel model, Features x)
    {
        switch (model)
        {
            case IRegressorModel regressor: return regressor.Predict(x);
            case IOutlierModel outlier: return outlier.Score(x);
            case ITransformerModel transformer:
                Features mapped = transformer.Transform(x);
                if (mapped is Table table) return [.. Enumerable.Range(0, table.RowCount).SelectMany(i => table.Columns.Select(column => Number(column, i)))];
                return (mapped is SparseMatrix sparse ? sparse.ToDense() : Check.Dense(mapped, transformer.GetType().Name)).Span.ToArray();
        }
        var classifier = (IClassifierModel)model;
        double[] scores = classifier.As<IDecisionScores>()?.DecisionScores(x).Span.ToArray() ?? [];
        double[] shares = classifier.As<IProbabilisticModel>()?.PredictProbabilities(x).Span.ToArray() ?? [];
        double[] codes = scores.Length + shares.Length == 0 ? Array.ConvertAll(classifier.Predict(x), code => (double)code) : [];
        int widthOfScores = scores.Length / Math.Max(1, x.RowCount), widthOfShares = shares.Length / Math.Max(1, x.RowCount);
        return [.. Enumerable.Range(0, x.RowCount).SelectMany(i => (double[])
        [
            .. scores.AsSpan(i * widthOfScores, widthOfScores), .. shares.AsSpan(i * widthOfShares, widthOfShares),
            .. codes.AsSpan(codes.Length == 0 ? 0 : i, codes.Length == 0 ? 0 : 1),
        ])];
    }

    // A text becomes a number that other texts hardly have.
    private static double Number(TableColumn column, int row) =>
        column.Numbers is { } numbers ? numbers.Span[row] : column.Text(row) is { } text ? text.Aggregate(7u, (hash, c) => 31 * hash + c) : double.NaN;

    /// <summary>One number for how good a model is, with columns put in order by their names; null for a transformer.</summary>
    public static double? Score(IModel model, Samples samples) => model switch
    {
        IClassifierModel classifier => classifier.Score(samples.Classes),
        IRegressorModel regressor => regressor.Score(samples.Numbers),
        IOutlierModel outlier => outlier.Score(samples.Outliers),
        _ => null,
    };
}
