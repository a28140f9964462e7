namespace ClassicML.MLNet;

/// <summary>What a trainer of ML.NET has fitted, as a classifier.</summary>
/// <remarks>It gives probabilities or decision scores where the trainer does: <see cref="As{T}"/> says which.</remarks>
public sealed class MLNetClassifierModel : IClassifierModel, IProbabilisticModel, IDecisionScores
{
    private const string PredictedLabel = "PredictedLabel", Score = "Score", Probability = "Probability";

    private readonly TrainedModel trained;
    private readonly bool isBinary, hasProbabilities, hasScores;

    internal MLNetClassifierModel(TrainedModel trained, ClassLabels labels, int featureCount, bool isBinary, bool scoresAreProbabilities)
    {
        (this.trained, this.isBinary, Labels, FeatureCount) = (trained, isBinary, labels, featureCount);
        trained.Needed(PredictedLabel);
        bool isScored = trained.Column(Score) is not null;
        hasProbabilities = isBinary ? trained.Column(Probability) is not null : isScored && scoresAreProbabilities;
        hasScores = isScored && (isBinary || !scoresAreProbabilities);
    }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public FitReport Report => trained.Report;

    /// <summary>The model as ML.NET has it.</summary>
    public ITransformer Transformer => trained.Transformer;

    /// <inheritdoc/>
    public int ScoreCount => Labels.Count == 2 ? 1 : Labels.Count;

    /// <inheritdoc/>
    public T? As<T>() where T : class =>
        typeof(T) == typeof(IProbabilisticModel) && !hasProbabilities || typeof(T) == typeof(IDecisionScores) && !hasScores ? null : this as T;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<int> destination)
    {
        TableColumn predicted = Transform(x).ReadTable(PredictedLabel).Columns[0];
        Check.Destination(destination.Length, predicted.RowCount);
        int[]? codeOf = predicted is CategoryColumn keys ? CodesOf(keys.Levels) : null;
        for (int row = 0; row < predicted.RowCount; row++)
        {
            int code = predicted switch
            {
                CategoryColumn all => all.Codes[row] is var key and >= 0 ? codeOf![key] : -1,
                BooleanColumn truths when isBinary => truths[row] == true ? 1 : 0,
                _ => predicted.Text(row) is { } name ? Labels.IndexOf(name) : -1,
            };
            destination.Span[row] = code >= 0 ? code : throw new InvalidOperationException(FormattableString.Invariant(
                $"{trained.Name} predicts '{predicted.Text(row)}' for row {row}, which is no class of {Labels}; NaN among the features may be why"));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Its scores are no probabilities: see <see cref="MLNetClassifier.ScoresAreProbabilities"/>.</exception>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        if (!hasProbabilities) throw new InvalidOperationException($"{trained.Name} gives no probabilities");
        Check.Destination(destination.Length, (long)Check.NotNull(x, nameof(x)).RowCount * Labels.Count);
        Span<double> to = destination.Span;
        if (isBinary)
        {
            double[] ofSecond = new double[x.RowCount];
            trained.Read(Rows(x), Probability, ofSecond);
            for (int row = 0; row < ofSecond.Length; row++) (to[2 * row], to[2 * row + 1]) = (1 - ofSecond[row], ofSecond[row]);
            return;
        }
        Scores(x, to);
        for (int row = 0; row < x.RowCount; row++)
        {
            Span<double> one = to.Slice(row * Labels.Count, Labels.Count);
            double sum = 0;
            foreach (double score in one) sum += score >= 0 ? score : double.NaN;
            if (!(sum > 0))
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{trained.Name} scores row {row} with numbers that are no probabilities: set {nameof(MLNetClassifier.ScoresAreProbabilities)} to false"));
            foreach (ref double score in one) score /= sum;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Its scores are probabilities, or it has none.</exception>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        if (!hasScores) throw new InvalidOperationException($"{trained.Name} gives no decision scores");
        Check.Destination(destination.Length, (long)Check.NotNull(x, nameof(x)).RowCount * ScoreCount);
        if (isBinary)
        {
            trained.Read(Rows(x), Score, destination);
            return;
        }
        if (ScoreCount > 1)
        {
            Scores(x, destination.Span);
            return;
        }
        double[] both = new double[2 * x.RowCount];
        Scores(x, both);
        for (int row = 0; row < x.RowCount; row++) destination.Span[row] = both[2 * row + 1] - both[2 * row];
    }

    /// <summary>Writes the model as ML.NET does: its <c>Model.Load</c> reads it.</summary>
    /// <param name="stream">What takes it, which can seek.</param>
    public void Save(Stream stream) => trained.Save(stream);

    private RowsView Rows(Features x) => TrainerRows.Of(x.AlignedTo(this), Labels, isBinary);

    private IDataView Transform(Features x) => Transformer.Transform(Rows(x));

    /// <summary>The number of each class for each row, n×K.</summary>
    private void Scores(Features x, Span<double> destination)
    {
        IDataView transformed = Transform(x);
        Matrix scores = transformed.ReadMatrix(Score);
        if (scores.ColumnCount != Labels.Count)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{trained.Name} scores {scores.ColumnCount} classes, and was fitted on {Labels.Count}"));
        int[] codeOf = CodesOf(scores.ColumnNames ?? [.. Labels.Names]);
        for (int row = 0; row < scores.RowCount; row++)
            for (int k = 0; k < codeOf.Length; k++) destination[row * codeOf.Length + codeOf[k]] = scores.Row(row)[k];
    }

    // By name, since a pipeline may have mapped labels to keys by itself; keys of other names stand in the order in which they were given.
    private int[] CodesOf(IReadOnlyList<string> names)
    {
        int[] codes = [.. names.Select(Labels.IndexOf)];
        return !codes.Contains(-1) ? codes : names.Count == Labels.Count ? [.. Enumerable.Range(0, names.Count)] : codes;
    }
}
