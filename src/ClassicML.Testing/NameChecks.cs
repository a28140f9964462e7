namespace ClassicML.Testing;

/// <summary>Names of columns: a model keeps them, and is scored by them.</summary>
internal static class NameChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s)
    {
        yield return new(ContractTopic.Names, "A model keeps the names of its columns", () => Keeps(s));
        yield return new(ContractTopic.Names, "A model puts columns in order by their names", () => PutInOrder(s));
        yield return new(ContractTopic.Names, "A table of numbers is as good as a matrix", () => Tables(s));
        if (s.Learner is ISupervisedTransformer<ITransformerModel>)
            yield return new(ContractTopic.Names, "What a transformer makes has names where its rows had some", () => Makes(s));
        if (s.Learner is not ISupervisedTransformer<ITransformerModel>)
            yield return new(ContractTopic.Names, "A model is scored by the names of its columns", () => ScoredByNames(s));
    }

    private static Samples Named(Subject s)
    {
        Samples rows = s.Rows();
        string[] names = [.. Enumerable.Range(0, rows.X.ColumnCount).Select(j => j == 2 ? "höhe" : Invariant($"column {j}"))];
        return rows with { Names = names };
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

    private static void PutInOrder(Subject s)
    {
        Samples rows = Named(s);
        IModel model = s.Fit(rows);
        int p = rows.X.ColumnCount;
        int[] turn = [.. Enumerable.Range(0, p).Select(j => (j + 1) % p)];
        Features named = rows.X.WithNames(rows.Names), turned = named.SelectColumns(turn);
        Expect.Same(AnyLearner.Outputs(model, named), AnyLearner.Outputs(model, turned), "what it says of columns in another order");
        Expect.Same(AnyLearner.Outputs(model, rows.X), AnyLearner.Outputs(model, named), "what it says of rows without names");
        string[] others = [.. rows.Names!.Select(name => name == "höhe" ? "height" : name)];
        Expect.Refuses(() => AnyLearner.Outputs(model, rows.X.WithNames(others)), "the data lacks 'höhe'", "rows with columns of other names");
    }

    private static void Tables(Subject s)
    {
        Samples rows = Named(s);
        if (rows.X is not Matrix matrix) return;
        Table table = new(rows.Names!.Select((name, j) =>
            new NumberColumn(name, Enumerable.Range(0, matrix.RowCount).Select(i => (double?)matrix[i, j]))));
        Samples tabled = rows with { X = table, Names = null };
        IModel model = s.Fit(rows), of = s.Fit(tabled);
        Expect.True(of.FeatureNames is { } names && names.SequenceEqual(rows.Names!), "a model of a table has its names");
        Expect.Same(AnyLearner.Outputs(model, matrix), AnyLearner.Outputs(of, matrix), "what a model of a table says");
        Expect.Same(AnyLearner.Outputs(model, matrix), AnyLearner.Outputs(model, table), "what a model says of a table");
    }

    private static void Makes(Subject s)
    {
        Samples rows = Named(s);
        var model = (ITransformerModel)s.Fit(rows);
        Features made = model.Transform(rows.X.WithNames(rows.Names));
        Expect.Equal(model.OutputCount, made.ColumnCount, "the number of columns");
        Expect.True(model.OutputNames is { } names && names.Length == model.OutputCount, "OutputNames has a name for each column: see Transformation");
        Expect.True(made.ColumnNames is { } given && given.SequenceEqual(model.OutputNames!.Value), "rows that come out have OutputNames");
        Expect.Equal(model.OutputCount, model.OutputNames!.Value.Distinct(StringComparer.Ordinal).Count(), "the number of names that differ");
        if (model.OutputSources is { } sources)
            Expect.True(sources.Length == model.OutputCount && sources.All(source => source >= -1 && source < model.FeatureCount),
                "OutputSources has a column that went in, or -1, for each that comes out");
        var plain = (ITransformerModel)s.Fit(rows with { Names = null });
        Expect.True(plain.OutputNames is null && plain.Transform(rows.X).ColumnNames is null, "no names, where the rows had none");
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
