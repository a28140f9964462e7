using ClassicML.Linear;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Preprocessing;

public class SimpleImputerTests
{
    private const double Missing = double.NaN;

    public static TheoryData<string> Cases => [.. Golden.Cases("simple-imputer")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_simple_imputer(string name)
    {
        Golden golden = Golden.Read("simple-imputer", name);
        var imputer = new SimpleImputer
        {
            Statistic = Enum.Parse<ImputationStatistic>(golden["options"].GetProperty("Strategy").GetString()!.Replace("_", ""), ignoreCase: true),
            FillValue = golden["options"].GetProperty("FillValue").GetDouble(),
            AddIndicator = golden["options"].GetProperty("AddIndicator").GetBoolean(),
            KeepEmptyFeatures = golden["options"].GetProperty("KeepEmptyFeatures").GetBoolean(),
        };
        Matrix x = golden.Matrix("x"), other = golden.Matrix("other");
        SimpleImputerModel model = imputer.Fit(x), sparse = imputer.Fit(SparseMatrix.FromDense(x));
        // Of sums of some dozen numbers, in another order.
        Close(golden.Numbers("statistics"), model.Statistics, 1e-15);
        Close(golden.Matrix("transformed").Span, ((Matrix)model.Transform(other)).Span, 1e-15);
        // Zeros that are not stored are in no order, so a mean may round otherwise.
        Close(model.Statistics, sparse.Statistics, 1e-15);
        Close(
            golden.Matrix("transformed").Span, ((SparseMatrix)sparse.Transform(SparseMatrix.FromDense(other))).ToDense().Span, 1e-15);
    }

    public static TheoryData<string> TextCases => [.. Golden.Cases("simple-imputer-texts")];

    [Theory, MemberData(nameof(TextCases))]
    public void Equals_scikit_learn_on_texts(string name)
    {
        Golden golden = Golden.Read("simple-imputer-texts", name);
        var imputer = new SimpleImputer
        {
            Statistic = golden["strategy"].GetString() == "constant" ? ImputationStatistic.Constant : ImputationStatistic.MostFrequent,
            FillText = golden["fill"].GetString()!,
        };
        SimpleImputerModel model = imputer.Fit(OneHotEncoderTests.Rows(golden["x"]));
        Assert.Equal(golden["statistics"].EnumerateArray().Select(text => text.GetString()), model.FillTexts);
        OneHotEncoderTests.Same(golden["transformed"], model.Transform(OneHotEncoderTests.Rows(golden["other"])));
    }

    [Fact]
    public void A_table_of_all_kinds_is_filled_column_by_column()
    {
        SimpleImputerModel model = new SimpleImputer { Statistic = ImputationStatistic.MostFrequent, AddIndicator = true }.Fit(Mixed);
        Assert.Equal([3, Missing, 0, Missing, Missing], model.Statistics.ToArray());
        Assert.Equal([null, "Rome", null, "S", null], model.FillTexts);
        Assert.Equal(["age", "city", "member", "size", .. Mixed.ColumnNames!.Value.Select(name => $"missingindicator_{name}")], model.OutputNames!.Value);
        var filled = (Table)model.Transform(Mixed.SelectColumns([4, 3, 2, 1, 0]));
        Assert.Equal(model.OutputNames!.Value, filled.ColumnNames!.Value);
        Assert.Equal([3, 3, 3, 3], filled.Column<NumberColumn>("age").Values.ToArray());
        Assert.Equal(["Rome", "Rome", "Oslo", "Rome"], Texts(filled["city"]));
        Assert.Equal([1, 0, 0, 0], filled.Column<NumberColumn>("member").Values.ToArray());
        // Of categories that come equally often the first level.
        Assert.Equal(["S", "L", "S", "S"], Texts(filled["size"]));
        Assert.Equal(["S", "M", "L"], ((CategoryColumn)filled["size"]).Levels);
        Assert.Equal([1, 1, 0, 0], filled.Column<NumberColumn>("missingindicator_age").Values.ToArray());
        Assert.Equal([1, 0, 0, 0], filled.Column<NumberColumn>("missingindicator_city").Values.ToArray());
        Assert.Equal([1, 1, 1, 1], filled.Column<NumberColumn>("missingindicator_note").Values.ToArray());
        Assert.Equal(filled.ToString(), Copy(model).Transform(Mixed).ToString());

        // A text that is no level yet is one more; a column that has no value is kept as a constant, as in scikit-learn.
        var constant = (Table)new SimpleImputer { Statistic = ImputationStatistic.Constant, FillValue = 9, FillText = "?" }.Fit(Mixed).Transform(Mixed);
        Assert.Equal(["?", "L", "S", "?"], Texts(constant["size"]));
        Assert.Equal(["S", "M", "L", "?"], ((CategoryColumn)constant["size"]).Levels);
        Assert.Equal(["?", "?", "?", "?"], Texts(constant["note"]));
        Assert.Equal([9, 9, 3, 3], constant.Column<NumberColumn>("age").Values.ToArray());
        var kept = (Table)new SimpleImputer { Statistic = ImputationStatistic.MostFrequent, KeepEmptyFeatures = true }.Fit(Mixed).Transform(Mixed);
        Assert.Equal(["missing_value", "missing_value", "missing_value", "missing_value"], Texts(kept["note"]));
    }

    [Fact]
    public void Texts_without_mean_dates_and_other_kinds_at_the_prediction_are_refused_in_words()
    {
        Assert.Contains("column 'city' holds text, which has no mean; fill it by MostFrequent or Constant", Fail(() => new SimpleImputer().Fit(Mixed)));
        Assert.Contains("has no median", Fail(() => new SimpleImputer { Statistic = ImputationStatistic.Median }.Fit(Mixed)));
        var often = new SimpleImputer { Statistic = ImputationStatistic.MostFrequent };
        Table dated = Mixed.With(new DateColumn("when", new DateTime?[4]));
        Assert.Contains("column 'when' holds dates, which SimpleImputer doesn't read", Fail(() => often.Fit(dated)));
        Assert.Contains("SimpleImputer needs at least one row", Fail(() => often.Fit(Mixed.Rows(0, 0))));
        Assert.Contains("would drop every column", Fail(() => often.Fit(Mixed.Select("note"))));
        SimpleImputerModel model = often.Fit(Mixed.Select("age", "city"));
        // A file has no kind for a column without values.
        var nothing = (Table)model.Transform(new Table(new TextColumn("age", [null, null]), new NumberColumn("city", [Missing, Missing])));
        Assert.Equal([3, 3], nothing.Column<NumberColumn>("age").Values.ToArray());
        Assert.Equal(["Rome", "Rome"], Texts(nothing["city"]));
        Assert.Contains("column 'city' holds no text", Fail(() => model.Transform(Mixed.Select("age", "member").Rename("member", "city"))));
        Assert.Contains("column 'age' holds no numbers", Fail(() => model.Transform(Mixed.Select("size", "city").Rename("size", "age"))));
        Assert.Contains("column 1 holds no text", Fail(() => model.Transform(new Matrix(new double[,] { { 1, 2 } }))));
        Assert.Contains("FillText", Fail(() => new SimpleImputer { FillText = null! }));
    }

    private static readonly Table Mixed = new(
        new NumberColumn("age", [Missing, Missing, 3, 3]), new TextColumn("city", [null, "Rome", "Oslo", "Rome"]),
        new BooleanColumn("member", [true, null, false, false]), new CategoryColumn("size", [null, "L", "S", null], ["S", "M", "L"]),
        new TextColumn("note", [null, null, null, null]));

    private static IEnumerable<string?> Texts(TableColumn column) => Enumerable.Range(0, column.RowCount).Select(column.Text);

    [Fact]
    public void A_column_without_values_is_dropped_and_counted_or_kept_as_zeros()
    {
        var x = new Matrix(new[,] { { 1, Missing, 5 }, { 3, Missing, Missing } });
        SimpleImputerModel dropped = new SimpleImputer().Fit(x), kept = new SimpleImputer { KeepEmptyFeatures = true }.Fit(x);
        Assert.Equal([1, 5, 3, 5], ((Matrix)dropped.Transform(x)).Span.ToArray());
        Assert.Equal([1, 0, 5, 3, 0, 5], ((Matrix)kept.Transform(x)).Span.ToArray());
        Assert.Equal([2, Missing, 5], dropped.Statistics.ToArray());
        Assert.Equal([0, 2], dropped.KeptColumns.ToArray());
        Assert.Equal((1.0, 1.0), (dropped.Report.Details["empty_columns"], kept.Report.Details["empty_columns"]));
        // What comes later is kept there as it is.
        Assert.Equal([1, 8, 5], ((Matrix)kept.Transform(new Matrix(new[,] { { 1, 8.0, Missing } }))).Span.ToArray());
    }

    [Fact]
    public void Indicators_follow_for_the_columns_that_missed_values_at_the_fit()
    {
        var x = new Matrix(new[,] { { 1, 2, Missing }, { Missing, 4, Missing } });
        SimpleImputerModel model = new SimpleImputer { AddIndicator = true }.Fit(x);
        Assert.Equal([0, 2], model.IndicatorColumns.ToArray());
        Assert.Equal((3, 4), (model.FeatureCount, model.OutputCount));
        // The second column missed none then, so nothing tells of it.
        var other = new Matrix(new[,] { { Missing, Missing, 7 } });
        Assert.Equal([1, 3, 1, 0], ((Matrix)model.Transform(other)).Span.ToArray());
        Assert.Equal([1, 3, 1, 0], ((SparseMatrix)model.Transform(SparseMatrix.FromDense(other))).ToDense().Span.ToArray());
    }

    [Fact]
    public void Names_stay_and_indicators_have_their_own_for_every_imputer()
    {
        Features x = new Matrix(new[,] { { 1, Missing, 5 }, { 3, Missing, Missing }, { 4, Missing, 6 } }).WithNames(["a", "b", "c"]);
        ITransformer<ITransformerModel>[] imputers =
            [new SimpleImputer { AddIndicator = true }, new KnnImputer { AddIndicator = true }, new IterativeImputer { AddIndicator = true }];
        Assert.All(imputers, imputer =>
        {
            ITransformerModel model = imputer.Fit(x);
            Assert.Equal(["a", "c", "missingindicator_b", "missingindicator_c"], model.OutputNames!.Value.ToArray());
            Assert.Equal(new[] { 0, 2, 1, 2 }, model.OutputSources!.Value.ToArray());
            Features filled = model.Transform(x), turned = model.Transform(x.SelectColumns([2, 0, 1]));
            Assert.Equal(model.OutputNames!.Value.ToArray(), filled.ColumnNames!.Value.ToArray());
            Assert.Equal(((Matrix)filled).Span.ToArray(), ((Matrix)turned).Span.ToArray());
            Assert.Null(imputer.Fit(x.WithNames(null)).OutputNames);
        });
        SparseMatrix sparse = (SparseMatrix)imputers[0].Fit(x).Transform(SparseMatrix.FromDense((Matrix)x).SelectColumns([2, 0, 1]));
        Assert.Equal(((Matrix)imputers[0].Fit(x).Transform(x)).Span.ToArray(), sparse.ToDense().Span.ToArray());
        Assert.Equal("missingindicator_c", sparse.ColumnNames!.Value[3]);
    }

    [Fact]
    public void A_mean_of_time_stamps_is_right_to_the_last_digit()
    {
        // Quarters on 1.7e9 are exact, so decimals say what is right.
        double[] x = [.. Enumerable.Range(0, 9999).Select(i => 1.7e9 + i * i % 1001 / 4.0)];
        decimal mean = x.Sum(value => (decimal)value) / x.Length;
        Assert.Equal((double)mean, new SimpleImputer().Fit(Matrix.Wrap(x, x.Length, 1)).Statistics[0]);
    }

    [Theory, InlineData(1e-300), InlineData(5e-324), InlineData(1e70)]
    public void Values_of_any_size_have_their_mean_median_and_most_frequent_value(double unit)
    {
        var x = new Matrix(new[,] { { 2 * unit }, { 4 * unit }, { Missing }, { 4 * unit }, { 6 * unit } });
        foreach (ImputationStatistic statistic in new[] { ImputationStatistic.Mean, ImputationStatistic.Median, ImputationStatistic.MostFrequent })
            Assert.Equal(4 * unit, new SimpleImputer { Statistic = statistic }.Fit(x).Statistics[0], 4e-16 * unit);
    }

    [Fact]
    public void Zeros_that_are_not_stored_count_wherever_they_stand()
    {
        // Columns of 3 and 4 zeros: -2, 0, 0, 0, 5 and 0, 0, 0, 0, -1; of -3, 0, 0, 7, missing.
        var x = new Matrix(new[,] { { -2, 0, -3 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 7 }, { 5, -1, Missing } });
        foreach ((ImputationStatistic statistic, double[] expected) in new[]
        {
            (ImputationStatistic.Mean, [0.6, -0.2, 1]), (ImputationStatistic.Median, new double[] { 0, 0, 0 }),
            (ImputationStatistic.MostFrequent, [0, 0, 0]),
        })
        {
            Close(expected, new SimpleImputer { Statistic = statistic }.Fit(x).Statistics, 1e-15);
            Close(expected, new SimpleImputer { Statistic = statistic }.Fit(SparseMatrix.FromDense(x)).Statistics, 1e-15);
        }
        // The smallest of those that come equally often, whether zeros are stored or not.
        var tied = new Matrix(new double[,] { { 3 }, { 3 }, { 0 }, { 0 } });
        Assert.Equal(0, new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.Fit(SparseMatrix.FromDense(tied)).Statistics[0]);
        Assert.Equal(-1, new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.Fit(
            SparseMatrix.FromDense(new Matrix(new double[,] { { -1 }, { 0 } }))).Statistics[0]);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_a_batch_what_its_rows_give()
    {
        var rng = new Rng(5);
        double[] values = [.. Enumerable.Range(0, 270_000).Select(i => i % 11 == 3 ? Missing : 1e6 + rng.NextDouble())];
        Matrix x = Matrix.Wrap(values, 30_000, 9);
        foreach (ImputationStatistic statistic in Enum.GetValues<ImputationStatistic>())
        {
            var imputer = new SimpleImputer { Statistic = statistic, AddIndicator = true };
            SimpleImputerModel one = imputer.Fit(x, new FitContext { MaxThreads = 1 }), many = imputer.Fit(x);
            Assert.Equal(one.Statistics.ToArray(), many.Statistics.ToArray());
            Matrix batch = (Matrix)one.Transform(x);
            for (int i = 0; i < x.RowCount; i += 997) Assert.Equal(batch.Row(i).ToArray(), ((Matrix)one.Transform(x.Rows(i, 1))).Span.ToArray());
        }
    }

    [Fact]
    public void A_pipeline_fills_by_its_training_rows_and_classifies()
    {
        Matrix x = new(new[,] { { 1, Missing }, { 2, 1 }, { Missing, 8 }, { 9, 9 } });
        ClassifierPipelineModel model = new SimpleImputer().Then(new LogisticRegression()).Fit(ClassificationData.Create(x, [0, 0, 1, 1]));
        Assert.Equal([0, 1], model.Predict(new Matrix(new[,] { { 1.5, Missing }, { Missing, 8.5 } })));
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var x = new Matrix(new[,] { { Missing, 2 }, { Missing, 3 } });
        Assert.Contains("Statistic must be one of Mean, Median, MostFrequent, Constant", Fail(() => new SimpleImputer { Statistic = (ImputationStatistic)9 }));
        Assert.Contains("FillValue must be in [-1E+75, 1E+75], was NaN", Fail(() => new SimpleImputer { FillValue = Missing }));
        Assert.Contains("SimpleImputer needs at least one row", Fail(() => new SimpleImputer().Fit(x.Rows(0, 0))));
        Assert.Contains("SimpleImputer needs at least one row", Fail(() => new SimpleImputer().Fit(Sparse(x).Rows(0, 0))));
        Assert.Contains("SimpleImputer would drop every column: all values are missing", Fail(() => new SimpleImputer().Fit(x.SelectColumns([0]))));
        Assert.Contains("row 0, column 0 is Infinity", Fail(() => new SimpleImputer().Fit(Sparse(new Matrix(new[,] { { double.PositiveInfinity } })))));
        Assert.Contains("fitted on 2 features, this matrix has 1", Fail(() => new SimpleImputer().Fit(x).Transform(Sparse(x).SelectColumns([0]))));
        // Indicators alone are something.
        Assert.Equal(1, new SimpleImputer { AddIndicator = true }.Fit(x.SelectColumns([0])).OutputCount);
        static SparseMatrix Sparse(Matrix dense) => SparseMatrix.FromDense(dense);
    }
}
