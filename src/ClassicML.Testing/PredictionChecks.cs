namespace ClassicML.Testing;

/// <summary>What a model says of rows.</summary>
internal static class PredictionChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.Predictions, "A batch predicts what its rows predict in any order", () => Batches(s)),
        .. s.Learner switch
        {
            IClassifier<IClassifierModel> =>
            [
                new ContractCheck(
                    ContractTopic.Predictions, "Probabilities are shares that sum to one and the class is a likeliest", () => Shares(s)),
                new ContractCheck(ContractTopic.Predictions, "A subset keeps its parent's labels", () => Subset(s)),
            ],
            ISupervisedTransformer<ITransformerModel> when s.Traits.NotMappedBack is null =>
                [new ContractCheck(ContractTopic.Predictions, "What maps back maps back", () => MapsBack(s))],
            _ => Array.Empty<ContractCheck>(),
        },
    ];

    /// <summary>Whether a model says numbers of rows that are possible.</summary>
    public static void IsPossible(IModel model, Features x)
    {
        Expect.Finite(AnyLearner.Outputs(model, x), "what the model says");
        if (model is not IClassifierModel classifier) return;
        int[] codes = classifier.Predict(x);
        foreach (int code in codes) Expect.True(code >= 0 && code < classifier.Labels.Count, Invariant($"a row is of class {code}"));
        if (classifier.As<IProbabilisticModel>() is not { } probabilistic) return;
        Matrix p = probabilistic.PredictProbabilities(x);
        for (int i = 0; i < p.RowCount; i++)
        {
            double[] row = p.Row(i).ToArray();
            foreach (double share in row) Expect.True(share is >= 0 and <= 1, Invariant($"row {i}: a probability of {share}"));
            Expect.Close([1], [row.Sum()], 1e-12, Invariant($"row {i}: the sum of probabilities"));
        }
    }

    private static void Batches(Subject s)
    {
        Samples rows = s.Rows(133);
        IModel model = s.Fit(rows);
        double[] all = AnyLearner.Outputs(model, rows.X);
        int[] order = new Rng(5).Permutation(rows.Count);
        int width = all.Length / rows.Count;
        if (model is ITransformerModel transformer)
            Expect.Equal(
                (rows.Count, transformer.OutputCount), (transformer.Transform(rows.X).RowCount, width), "rows and columns that come out");
        double[] ordered = [.. order.SelectMany(i => all[(i * width)..((i + 1) * width)])];
        Expect.Same(ordered, AnyLearner.Outputs(model, rows.X.SelectRows(order)), "another order");
        for (int i = 0; i < rows.Count; i++)
            Expect.Same(all.AsSpan(i * width, width), AnyLearner.Outputs(model, rows.X.SelectRows([i])), Invariant($"row {i} alone"));
        if (model is not IClassifierModel classifier) return;
        int[] codes = classifier.Predict(rows.X), turned = classifier.Predict(rows.X.SelectRows(order));
        for (int i = 0; i < rows.Count; i++)
        {
            Expect.Equal(codes[order[i]], turned[i], Invariant($"the class of row {order[i]} in another order"));
            Expect.Equal(codes[i], classifier.Predict(rows.X.SelectRows([i]))[0], Invariant($"the class of row {i} alone"));
        }
    }

    private static void Shares(Subject s)
    {
        foreach (int classes in (int[])[2, 3])
        {
            Samples rows = s.Traits.Prepare(Samples.OfClasses(classes));
            var model = (IClassifierModel)s.Fit(rows);
            if (model.As<IProbabilisticModel>() is not { } probabilistic) return;
            Matrix p = probabilistic.PredictProbabilities(rows.X);
            int[] codes = model.Predict(rows.X);
            Expect.Equal((rows.Count, classes), (p.RowCount, p.ColumnCount), "rows and columns of probabilities");
            IsPossible(model, rows.X);
            for (int i = 0; i < rows.Count; i++)
                Expect.Equal(p.Row(i).ToArray().Max(), p[i, codes[i]], Invariant($"row {i}: the probability of its class"));
        }
    }

    private static void Subset(Subject s)
    {
        Samples all = s.Rows(), some = all.Where(i => all.Codes[i] != 1);
        var model = (IClassifierModel)s.Fit(some);
        Expect.True(all.Labels.Equals(model.Labels), "a class without rows has lost its label");
        Expect.True(!model.PredictLabels(all.X).Contains(all.Labels[1]), "a class without rows is predicted");
        if (model.As<IProbabilisticModel>() is not { } probabilistic) return;
        Matrix p = probabilistic.PredictProbabilities(all.X);
        for (int i = 0; i < all.Count; i++) Expect.Equal(0, p[i, 1], Invariant($"row {i}: the probability of a class without rows"));
    }

    private static void MapsBack(Subject s)
    {
        Samples rows = s.Rows();
        var model = (ITransformerModel)s.Fit(rows);
        if (model.As<IInverseTransform>() is not { } inverse || model.OutputCount < model.FeatureCount) return;
        ReadOnlySpan<double> back = ((Matrix)inverse.InverseTransform(model.Transform(rows.X))).Span;
        Expect.Close(((Matrix)rows.X).Span, back, 1e-10, "rows that were mapped and mapped back");
    }
}
