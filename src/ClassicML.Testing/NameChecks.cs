namespace ClassicML.Testing;

/// <summary>Names of columns: a model keeps them, and is scored by them.</summary>
internal static class NameChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s)
    {
        yield return new(ContractTopic.Names, "A table of numbers is read as its matrix", () => ReadsTables(s));
        // A transformer that is fitted on rows alone sees no names.
        if (s.Learner is ITransformer<ITransformerModel>) yield break;
        yield return new(ContractTopic.Names, "A model keeps the names of its columns", () => Keeps(s));
        if (s.Learner is not ISupervisedTransformer<ITransformerModel>)
            yield return new(ContractTopic.Names, "A model is scored by the names of its columns", () => ScoredByNames(s));
    }

    private static Samples Named(Subject s)
    {
        Samples rows = s.Rows();
        string[] names = [.. Enumerable.Range(0, rows.X.ColumnCount).Select(j => j == 2 ? "höhe" : Invariant($"column {j}"))];
        return rows with { Names = names };
    }

    private static void ReadsTables(Subject s)
    {
        Samples rows = Named(s);
        var x = (Matrix)rows.X;
        double[] Column(int j) => [.. Enumerable.Range(0, x.RowCount).Select(i => x[i, j])];
        var table = new Table(rows.Names!.Select((name, j) => new NumberColumn(name, Column(j))));
        IModel model = s.Fit(rows);
        Expect.True(s.Written(model) == s.Written(s.Fit(rows with { X = table })), "a fit on a table of numbers is not that on its matrix");
        Expect.Same(AnyLearner.Outputs(model, x), AnyLearner.Outputs(model, table), "what the model says of a table's rows");
    }

    private static void Keeps(Subject s)
    {
        Samples rows = Named(s);
        IModel model = s.Fit(rows);
        Kept(model, "the model");
        Kept(s.Copy(model), "the model that was written and read");
        Expect.True(s.Fit(rows with { Names = null }).FeatureNames is null, "names, where the data has none");

        void Kept(IModel one, string what) =>
            Expect.True(one.FeatureNames is { } names && names.SequenceEqual(rows.Names!),
                $"{what} has other names than the data: end the report with them");
    }

    private static void ScoredByNames(Subject s)
    {
        Samples rows = Named(s);
        IModel model = s.Fit(rows);
        int p = rows.X.ColumnCount;
        // Not its own inverse, so that an order is not mistaken for what undoes it.
        int[] turn = [.. Enumerable.Range(0, p).Select(j => (j + 1) % p)];
        Samples turned = rows with { X = rows.X.SelectColumns(turn), Names = [.. turn.Select(j => rows.Names![j])] };
        double? score = AnyLearner.Score(model, rows);
        Expect.Equal(score, AnyLearner.Score(model, turned), "the score of columns in another order");
        Expect.Equal(score, AnyLearner.Score(s.Copy(model), turned), "the same of the model that was written and read");
        Samples others = rows with { Names = [.. rows.Names!.Select(name => name == "höhe" ? "height" : name)] };
        Samples more = rows with { X = rows.X.SelectColumns([.. Enumerable.Range(0, p), 0]), Names = [.. rows.Names!, "again"] };
        Expect.Refuses(() => AnyLearner.Score(model, others), "the data lacks 'höhe'", "a score of columns of other names");
        Expect.Refuses(() => AnyLearner.Score(model, more), "the data has besides 'again'", "a score of one column more");
    }
}
