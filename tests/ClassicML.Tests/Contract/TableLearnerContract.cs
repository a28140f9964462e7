using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every learner promises, asked of those that read texts or dates alone: the samples of the contract are numbers, which they refuse.</summary>
public class TableLearnerContract
{
    public static TheoryData<string> Names { get; } = [.. Learners.OfTables];

    [Fact]
    public void Learners_that_can_be_made_are_in_the_contract_or_here()
    {
        string[] left = [.. Learners.Registry.Types.Where(type => type is { Kind: WireKind.Transformer, CanCreate: true }).Select(type => type.Name)
            .Where(name => !Learners.All.ContainsKey(name))];
        Assert.Equal(Learners.OfTables.Order(), left.Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void Numbers_other_kinds_and_nothing_are_refused_in_words(string name)
    {
        ITransformer<ITransformerModel> learner = Learner(name);
        Table table = TableRows.Of(name), numbers = new(new NumberColumn("born", [1.0]), new NumberColumn("joined", [1.0]));
        ITransformerModel model = learner.Fit(table);
        Table named = numbers.WithNames(table.ColumnNames) as Table ?? numbers;
        foreach (Features x in (Features[])[new Matrix([1.0, 2], 1, 2), new SparseMatrix([0, 0], [], [], 2)])
        {
            Assert.Contains($"of a Table; this is a {x.GetType().Name}", Fail(() => learner.Fit(x)));
            Assert.Contains($"of a Table; this is a {x.GetType().Name}", Fail(() => model.Transform(x)));
        }
        Assert.Contains($"column '{table.Columns[0].Name}' is of kind number, and {learner.GetType().Name} reads", Fail(() => learner.Fit(named)));
        Assert.Contains($"column '{table.Columns[0].Name}' is of kind number, and {learner.GetType().Name}Model reads", Fail(() => model.Transform(named)));
        Assert.Throws<ArgumentNullException>(() => learner.Fit((Features)null!));
        Assert.Throws<ArgumentNullException>(() => model.Transform(null!));
    }

    [Theory, MemberData(nameof(Names))]
    public void Fits_are_equal_on_any_threads_and_in_any_order_and_come_back_from_their_form(string name)
    {
        ITransformer<ITransformerModel> learner = Learner(name);
        Table table = TableRows.Of(name, 3000), probe = TableRows.Of(name, 700, seed: 2);
        ITransformerModel model = learner.Fit(table);
        string form = Written(model);
        Assert.Equal(form, Written(learner.Fit(table, new FitContext { MaxThreads = 1 })));
        Assert.Equal(form, Written(learner.Fit(table.SelectRows([.. Enumerable.Range(0, 3000).Reverse()]))));
        ITransformerModel copy = Copy(model);
        Assert.Equal(form, Written(copy));
        Assert.Equal(AnyLearner.Outputs(model, probe), AnyLearner.Outputs(copy, probe));
        Assert.Equal(learner, model.Learner);
        Assert.Equal(learner, copy.Learner);
        ReportContract.IsSound(model.Report, name);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_batch_gives_what_its_rows_give_and_none_gives_none(string name)
    {
        Table table = TableRows.Of(name, 50);
        ITransformerModel model = Learner(name).Fit(table);
        double[] all = AnyLearner.Outputs(model, table);
        Assert.Equal(all, Enumerable.Range(0, 50).SelectMany(i => AnyLearner.Outputs(model, table.Rows(i, 1))));
        Features none = model.Transform(table.Rows(0, 0));
        Assert.Equal((0, model.OutputCount), (none.RowCount, none.ColumnCount));
    }

    [Theory, MemberData(nameof(Names))]
    public void Columns_go_by_their_names_and_so_does_what_comes_out(string name)
    {
        Table table = TableRows.Of(name);
        ITransformerModel model = Learner(name).Fit(table);
        Assert.Equal(table.ColumnNames!.Value, model.FeatureNames!.Value);
        Table turned = table.Select(table.ColumnNames!.Value.Reverse());
        Assert.Equal(AnyLearner.Outputs(model, table), AnyLearner.Outputs(model, turned));
        Table other = table.Rename(table.ColumnNames.Value[1], "height");
        Assert.Contains($"the data lacks '{table.ColumnNames.Value[1]}'", Fail(() => model.Transform(other)));
        Features made = model.Transform(table);
        Assert.Equal(model.OutputNames!.Value, made.ColumnNames!.Value);
        Assert.Equal(made.ColumnCount, model.OutputNames.Value.Distinct().Count());
        Assert.Equal(
            model.OutputNames.Value.Select(one => Array.FindIndex([.. table.ColumnNames], own => one.StartsWith(own + "_", StringComparison.Ordinal))),
            model.OutputSources!.Value);
    }

    [Theory, MemberData(nameof(Names))]
    public void Cancelled_a_fit_throws_and_asked_to_stop_it_ends(string name)
    {
        Table table = TableRows.Of(name);
        Assert.Throws<OperationCanceledException>(() => Learner(name).Fit(table, new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.False(Learner(name).Fit(table, new FitContext { Stop = new CancellationToken(true) }).Report.Stopped);
    }

    private static ITransformer<ITransformerModel> Learner(string name) => (ITransformer<ITransformerModel>)Learners.Registry.Find(name)!.CreateDefault();
}
