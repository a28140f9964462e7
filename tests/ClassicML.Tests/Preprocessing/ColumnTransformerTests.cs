using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Tests.Preprocessing;

public class ColumnTransformerTests
{
    private static readonly Table People = new(
        new NumberColumn("age", [20.0, 30, 40, 50]), new TextColumn("city", ["Rome", "Oslo", "Rome", "Bern"]),
        new NumberColumn("income", [1.0, 2, 3, 6]), new BooleanColumn("member", [true, false, true, true]));

    private static readonly ColumnTransformer Prepare = new ColumnTransformer()
        .With("numbers", Columns.OfKind(ColumnKind.Number), new StandardScaler())
        .With("places", Columns.Named("city"), new OneHotEncoder());

    [Fact]
    public void Parts_come_out_side_by_side_with_names_and_sources()
    {
        ColumnTransformerModel model = Prepare.Fit(People);
        var rows = (Matrix)model.Transform(People);
        Assert.Equal(["age", "income", "city_Bern", "city_Oslo", "city_Rome"], model.OutputNames!.Value);
        Assert.Equal(model.OutputNames, rows.ColumnNames);
        Assert.Equal([0, 2, 1, 1, 1], model.OutputSources!.Value);
        Assert.Equal((4, 5), (model.FeatureCount, model.OutputCount));
        var scaled = (Matrix)new StandardScaler().Fit(People.Select("age", "income")).Transform(People.Select("age", "income"));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(scaled.Row(i), rows.Row(i)[..2]);
            Assert.Equal([i == 3 ? 1 : 0, i == 1 ? 1 : 0, i is 0 or 2 ? 1 : 0], rows.Row(i)[2..]);
        }
        Assert.Equal(["numbers", "places"], model.PartNames);
        Assert.Equal([("places", Columns.Named("city"), new OneHotEncoder())],
            Prepare.Parts.Skip(1).Select(part => (part.Name, part.Columns, (OneHotEncoder)part.Transformer)));
        Assert.IsType<OneHotEncoderModel>(model.Part("places"));
        Assert.Contains("there is no part 'dates' that reads a column; there are 'numbers', 'places'", Fail(() => model.Part("dates")));
    }

    [Fact]
    public void A_remainder_is_left_out_or_comes_last_as_it_is()
    {
        ColumnTransformer places = new ColumnTransformer().With("places", Columns.Named("city"), new OneHotEncoder { Drop = OneHotDrop.First });
        Assert.Equal(["city_Oslo", "city_Rome"], places.Fit(People).OutputNames!.Value);
        ColumnTransformerModel model = (places with { Remainder = Remainder.Pass }).Fit(People);
        // What passes is a table, so all that comes out is one.
        var rows = (Table)model.Transform(People);
        Assert.Equal(["city_Oslo", "city_Rome", "age", "income", "member"], rows.ColumnNames!.Value);
        Assert.Equal([1, 1, 0, 2, 3], model.OutputSources!.Value);
        Assert.Equal(ColumnKind.Boolean, rows["member"].Kind);
        Assert.Equal([0, 1, 40, 3, 1], rows.ToMatrix().Row(2));
    }

    [Fact]
    public void Names_that_several_parts_give_are_told_apart_by_the_parts()
    {
        ColumnTransformerModel model = FeatureUnion.Of(("plain", new PassThrough()), ("scaled", new StandardScaler())).Fit(People.Select("age", "income"));
        Assert.Equal(["plain__age", "plain__income", "scaled__age", "scaled__income"], model.OutputNames!.Value);
        Assert.Equal([0, 1, 0, 1], model.OutputSources!.Value);
    }

    [Fact]
    public void Columns_are_chosen_by_name_kind_number_or_condition()
    {
        Assert.Equal(["age", "city", "income", "member"], Kept(Columns.All));
        Assert.Equal(["member", "age"], Kept(Columns.Named("member", "age")));
        Assert.Equal(["age", "income", "member"], Kept(Columns.OfKind(ColumnKind.Boolean, ColumnKind.Number)));
        Assert.Equal(["income", "age"], Kept(Columns.Numbered(2, 0)));
        Assert.Equal(["city"], Kept(Columns.Where(column => column.Name.StartsWith('c'))));
        Assert.Contains("there is no column 'town'; there are 'age', 'city', 'income', 'member'", Fail(() => Kept(Columns.Named("town"))));
        Assert.Contains("there is no column 4; the data has 4, numbered from 0", Fail(() => Kept(Columns.Numbered(4))));
        Assert.Contains("the data has no names of columns",
            Fail(() => new ColumnTransformer().With("a", Columns.Named("x"), new PassThrough()).Fit(new Matrix([1.0], 1, 1))));
        Assert.Contains("a condition on columns needs a table", Fail(() => new ColumnTransformer()
            .With("a", Columns.Where(_ => true), new PassThrough()).Fit(new Matrix([1.0], 1, 1))));
        Assert.Throws<ArgumentOutOfRangeException>(() => Columns.Numbered(-1));

        static IEnumerable<string> Kept(Columns columns) =>
            new ColumnTransformer().With("kept", columns, new PassThrough()).Fit(People).OutputNames!.Value;
    }

    [Fact]
    public void A_matrix_has_columns_of_numbers_by_number()
    {
        var x = new Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        ColumnTransformerModel model = new ColumnTransformer { Remainder = Remainder.Pass }
            .With("last", Columns.Numbered(2), new MinMaxScaler()).Fit(x);
        Assert.Equal([0, 1, 2, 1, 4, 5], ((Matrix)model.Transform(x)).Span.ToArray());
        Assert.Null(model.OutputNames);
        Assert.Equal([2, 0, 1], model.OutputSources!.Value);
    }

    [Fact]
    public void Few_stored_values_come_out_sparse()
    {
        var encode = new OneHotEncoder { SparseOutput = true };
        Table table = new(new TextColumn("letter", Enumerable.Range(0, 40).Select(i => $"{(char)('a' + i % 20)}")),
            new NumberColumn("number", Enumerable.Range(0, 40).Select(i => (double)i)));
        ColumnTransformer both = new ColumnTransformer().With("letter", Columns.Named("letter"), encode)
            .With("number", Columns.Named("number"), new StandardScaler());
        // Two of 21 values of a row are stored.
        ColumnTransformerModel model = (both with { SparseBelow = 0.1 }).Fit(table);
        var sparse = (SparseMatrix)model.Transform(table);
        Assert.Equal(80, sparse.StoredCount);
        Matrix dense = (Matrix)(both with { SparseBelow = 0.09 }).Fit(table).Transform(table);
        Assert.Equal(dense.Span.ToArray(), sparse.ToDense().Span.ToArray());
        Assert.Equal(dense.ColumnNames, sparse.ColumnNames);
        // What the fit decided holds for every row.
        Assert.IsType<SparseMatrix>(model.Transform(table.Rows(3, 1)));
        Assert.IsType<Matrix>((both with { SparseBelow = 0 }).Fit(table).Transform(table));
        // Of four letters one is stored, which is not less than a quarter.
        Table four = new(new TextColumn("letter", ["a", "b", "c", "d"]));
        ColumnTransformer letters = new ColumnTransformer().With("letter", Columns.All, encode);
        Assert.IsType<Matrix>((letters with { SparseBelow = 0.25 }).Fit(four).Transform(four));
        Assert.IsType<SparseMatrix>((letters with { SparseBelow = 0.26 }).Fit(four).Transform(four));
    }

    [Fact]
    public void Columns_of_a_table_in_another_order_are_put_right_and_others_named()
    {
        ColumnTransformerModel model = Prepare.Fit(People);
        Table turned = People.Select("member", "income", "city", "age");
        Assert.Equal(((Matrix)model.Transform(People)).Span.ToArray(), ((Matrix)model.Transform(turned)).Span.ToArray());
        Assert.Contains("the data lacks 'income'", Fail(() => model.Transform(People.Without("income"))));
        Assert.Contains("the data has besides 'height'", Fail(() => model.Transform(People.With(new NumberColumn("height", [1.0, 2, 3, 4])))));
    }

    [Fact]
    public void Text_for_what_reads_numbers_is_refused_by_name_with_a_way_out() =>
        Assert.Contains("column 'city' holds text, and StandardScaler reads numbers; put a OneHotEncoder before it, or use ColumnTransformer",
            Fail(() => new StandardScaler().Fit(People)));

    [Fact]
    public void Parts_that_look_at_targets_get_them_by_folds_and_need_them()
    {
        ColumnTransformer prepare = new ColumnTransformer()
            .With("city", Columns.Named("city"), new TargetEncoder { Smoothing = 0, FoldCount = 2 }).With("age", Columns.Named("age"), new StandardScaler());
        double[] targets = [1, 2, 3, 4];
        var data = new RegressionData(People, targets);
        var (model, rows) = Transformation.FitTransform<RegressionData>(prepare, data);
        var (_, alone) = new TargetEncoder { Smoothing = 0, FoldCount = 2 }.FitTransform(data.WithFeatures(People.Select("city")));
        Assert.Equal(((Matrix)alone).Span.ToArray(), Enumerable.Range(0, 4).Select(i => ((Matrix)rows)[i, 0]));
        // Rows that were not fitted on: the mean of all rows of the city.
        Assert.Equal([2.0, 2, 2, 4], Enumerable.Range(0, 4).Select(i => ((Matrix)model.Transform(People))[i, 0]));
        Assert.Contains("part 'city', TargetEncoder, learns from targets; fit on labelled data", Fail(() => prepare.Fit(People)));
        Assert.Equal(((Matrix)rows).Span.ToArray(), ((Matrix)((ICrossFits<RegressionData>)prepare).FitTransform(data).Rows).Span.ToArray());
        // So does a pipeline of pipelines.
        RegressorPipelineModel piped = prepare.Then(new PassThrough()).Then(new LinearRegression()).Fit(data);
        Assert.Equal(prepare.Then(new LinearRegression()).Fit(data).Predict(People), piped.Predict(People));
    }

    [Fact]
    public void A_part_that_has_not_converged_is_named_wherever_it_stands()
    {
        ColumnPart fills = new("filled", Columns.Named("age", "income"), new IterativeImputer { MaxIterations = 1, Tolerance = 0 }),
            passes = new("rest", Columns.Named("member"), new StandardScaler());
        Table holed = People.With(new NumberColumn("age", [20.0, double.NaN, 40, 50]));
        foreach (ColumnPart[] parts in (ColumnPart[][])[[fills, passes], [passes, fills]])
        {
            FitReport report = new ColumnTransformer(parts).Fit(holed).Report;
            Assert.False(report.Converged);
            Assert.StartsWith("part 'filled': the limit of 1 rounds was reached", report.Reason);
        }
        FitReport whole = new ColumnTransformer(passes).Fit(holed).Report;
        Assert.Equal((true, null), (whole.Converged, whole.Reason));
    }

    [Fact]
    public void A_part_without_columns_does_nothing_and_none_at_all_is_refused()
    {
        ColumnTransformer dates = new ColumnTransformer().With("dates", Columns.OfKind(ColumnKind.Date), new PassThrough());
        Assert.Contains("has no part that reads a column of this data", Fail(() => dates.Fit(People)));
        Assert.Equal(["age"], dates.With("age", Columns.Named("age"), new PassThrough()).Fit(People).OutputNames!.Value);
        Assert.Contains("two parts are named 'dates'", Fail(() => dates.With("dates", Columns.All, new PassThrough())));
        Assert.Contains("a part must have a name", Fail(() => dates.With(" ", Columns.All, new PassThrough())));
    }

    [Fact]
    public void Transformers_of_equal_parts_are_equal_and_print_a_line_each()
    {
        ColumnTransformer again = new ColumnTransformer()
            .With("numbers", Columns.OfKind(ColumnKind.Number), new StandardScaler())
            .With("places", Columns.Named("city"), new OneHotEncoder());
        Assert.Equal(Prepare, again);
        Assert.Equal(Prepare.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(Prepare, again with { Remainder = Remainder.Pass });
        Assert.NotEqual(Prepare, again.With("more", Columns.All, new PassThrough()));
        Assert.NotEqual(Columns.Named("a"), Columns.Named("b"));
        Assert.Equal(Columns.Numbered(1, 2), Columns.Numbered(1, 2));
        Assert.Equal(
            """
            numbers    columns of kind number  StandardScaler, MinMaxScaler
            places     'city'                  OneHotEncoder
            remainder  all others              left out
            """.ReplaceLineEndings("\n"),
            new ColumnTransformer()
                .With("numbers", Columns.OfKind(ColumnKind.Number), new StandardScaler().Then(new MinMaxScaler()))
                .With("places", Columns.Named("city"), new OneHotEncoder()).ToString());
    }

    [Fact]
    public void Learner_and_model_come_back_from_their_forms_and_conditions_have_none()
    {
        ColumnTransformer all = Prepare.With("directions", Columns.Numbered(0, 2), new Pca { ComponentCount = 1 }) with { Remainder = Remainder.Pass };
        Assert.Equal(all, BuiltIn.Registry.Read<ColumnTransformer>(WireForm.Parse(BuiltIn.Registry.Write(all).ToString())));
        ColumnTransformerModel model = all.Fit(People);
        var copy = BuiltIn.Registry.Read<ColumnTransformerModel>(WireForm.Parse(BuiltIn.Registry.Write(model).ToString()));
        Assert.Equal(model.Transform(People).ToString(), copy.Transform(People).ToString());
        Assert.Equal(model.OutputNames, copy.OutputNames);
        ColumnTransformer conditional = new ColumnTransformer().With("a", Columns.Where(_ => true), new PassThrough());
        Assert.Contains("choose them by name or kind", Assert.Throws<WireException>(() => BuiltIn.Registry.Write(conditional)).Message);
    }
}
