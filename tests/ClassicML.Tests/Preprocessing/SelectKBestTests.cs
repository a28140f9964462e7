using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Preprocessing;

public class SelectKBestTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("select-k-best")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_univariate_selection(string name)
    {
        Golden golden = Golden.Read("select-k-best", name);
        Matrix x = golden.Matrix("x");
        bool isNumbers = name.Contains("regression", StringComparison.Ordinal) || name.Contains("numbers", StringComparison.Ordinal);
        UnivariateScore score = golden["score"].GetString() switch
        {
            "f" => UnivariateScore.F,
            "chi-squared" => UnivariateScore.ChiSquared,
            _ => UnivariateScore.MutualInformation,
        };
        foreach (JsonProperty rule in golden["rules"].EnumerateObject())
        {
            var learner = new SelectKBest { K = FeatureQuota.Parse(rule.Name), Score = score };
            foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
            {
                SelectKBestModel model = isNumbers ? learner.Fit(new RegressionData(rows, golden.Numbers("y")))
                    : learner.Fit(ClassificationData.Create(rows, golden.Codes("y")));
                // Of sums of squares less squared sums, as scikit-learn takes them, up to ten digits are left; its noise is one of 1e-10.
                Close(golden.Numbers("scores"), model.Scores, score == UnivariateScore.MutualInformation ? 1e-8 : 1e-10);
                if (golden.Has("p_values")) ClosePValues(golden.Numbers("p_values"), model.PValues);
                else Assert.True(model.PValues.IsEmpty);
                Assert.Equal(rule.Value.Deserialize<int[]>(), model.SelectedColumns.ToArray());
            }
        }
    }

    [Fact]
    public void Tails_are_those_of_SciPy()
    {
        Golden golden = Golden.Read("select-k-best-tails", "tails");
        foreach (double[] one in golden["f"].Deserialize<double[][]>()!) ClosePValues([one[3]], [FScores.Survival(one[2], one[0], one[1])]);
        foreach (double[] one in golden["chi_squared"].Deserialize<double[][]>()!)
            ClosePValues([one[2]], [ChiSquaredScores.Survival(one[1], (int)one[0])]);
    }

    [Fact]
    public void Offsets_and_sizes_change_no_score()
    {
        // Steps of 1/64 are exact on all offsets.
        var rng = new Rng(4);
        double[] steps = [.. Enumerable.Range(0, 60).Select(i => (rng.NextInt(100) + i % 3 * 20) / 64.0)];
        double[] targets = [.. steps.Select(step => step + rng.NextInt(50) / 64.0)];
        int[] codes = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        foreach (bool isSparse in new[] { false, true })
        {
            double[] scores = [.. Scores(steps, isSparse)];
            Assert.All(scores, score => Assert.InRange(score, 1, 1000));
            foreach (Func<double, double> move in (Func<double, double>[])
                [step => 1.7e9 + step, step => Math.ScaleB(step, -600), step => Math.ScaleB(step, 240)])
                Close(scores, [.. Scores([.. steps.Select(move)], isSparse)], 1e-12);
        }

        double[] Scores(double[] column, bool isSparse)
        {
            Matrix dense = Matrix.Wrap(column, 60, 1);
            Features x = isSparse ? SparseMatrix.FromDense(dense) : dense;
            return [new SelectKBest().Fit(ClassificationData.Create(x, codes)).Scores[0], new SelectKBest().Fit(new RegressionData(x, targets)).Scores[0]];
        }
    }

    [Fact]
    public void A_constant_tells_nothing_and_a_column_that_tells_all_has_the_largest_score()
    {
        var x = new Matrix(new double[,] { { 0.1, 0, 5, 1 }, { 0.1, 0, 5, 2 }, { 0.1, 0, 7, 1 }, { 0.1, 0, 7, 3 } });
        ClassificationData classes = ClassificationData.Create(x, [0, 0, 1, 1]);
        var numbers = new RegressionData(x, [10, 10, 14, 14]);
        foreach (SelectKBestModel model in (SelectKBestModel[])[new SelectKBest { K = 1 }.Fit(classes), new SelectKBest { K = 1 }.Fit(numbers)])
        {
            Assert.Equal((0.0, 0.0, double.MaxValue), (model.Scores[0], model.Scores[1], model.Scores[2]));
            Assert.Equal((1.0, 1.0, 0.0), (model.PValues[0], model.PValues[1], model.PValues[2]));
            Assert.Equal([2], model.SelectedColumns.ToArray());
            Assert.Equal([5, 5, 7, 7], ((Matrix)model.Transform(x)).Span.ToArray());
        }
        SelectKBestModel counts = new SelectKBest { Score = UnivariateScore.ChiSquared }.Fit(classes);
        Assert.Equal((0.0, 1.0), (counts.Scores[1], counts.PValues[1]));
        // χ² of 10 and 14 against 12 and 12: 4/12 twice.
        Assert.Equal(2 * 4 / 12.0, counts.Scores[2], 1e-15);
    }

    [Fact]
    public void Mutual_information_of_what_decides_the_class_is_its_entropy_whatever_the_ties()
    {
        int[] codes = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        var rng = new Rng(2);
        Matrix x = Matrix.Wrap([.. codes.SelectMany(code => new double[] { code, rng.NextInt(2), 1, code + rng.NextDouble() / 4 })], 400, 4);
        SelectKBestModel model = new SelectKBest { K = 2, Score = UnivariateScore.MutualInformation }.Fit(ClassificationData.Create(x, codes));
        // Estimates are off by some 1/n.
        Assert.Equal(Math.Log(2), model.Scores[0], 0.01);
        Assert.Equal(0, model.Scores[1], 0.01);
        Assert.Equal(0, model.Scores[2]);
        Assert.Equal(Math.Log(2), model.Scores[3], 0.01);
        Assert.Equal([0, 3], model.SelectedColumns.ToArray());
        // Numbers that are two values are classes; a copy of a continuous column tells all of itself, a constant target nothing.
        double[] targets = Array.ConvertAll(codes, code => 5.0 * code);
        var byNumbers = new SelectKBest { Score = UnivariateScore.MutualInformation };
        Close([Math.Log(2), 0, 0], byNumbers.Fit(new RegressionData(x, targets)).Scores[..3], 0.01);
        Assert.True(byNumbers.Fit(new RegressionData(x, x.SelectColumns([3]).Span)).Scores[3] > 2);
        Assert.Equal([0, 0, 0, 0], byNumbers.Fit(new RegressionData(x, new double[400])).Scores.ToArray());
    }

    [Fact]
    public void A_row_alone_in_its_class_changes_no_mutual_information()
    {
        var rng = new Rng(5);
        double[] values = [.. Enumerable.Range(0, 40).Select(i => i % 2 + 2 * rng.NextDouble())];
        int[] codes = [.. Enumerable.Range(0, 40).Select(i => i % 2)];
        double without = Score(values, codes);
        Assert.InRange(without, 0.05, Math.Log(2));
        // In the middle of the others, where it would be one of the nearest.
        Assert.Equal(without, Score([.. values, 1.5], [.. codes, 2]), 1e-14);
        Assert.Equal(without, Score([0.7, .. values, 1.2], [3, .. codes, 2]), 1e-14);
        Assert.Equal(0, Score([1, 2, 3], [0, 1, 2]));

        static double Score(double[] values, int[] codes) => new SelectKBest { Score = UnivariateScore.MutualInformation }
            .Fit(ClassificationData.Create(Matrix.Wrap(values, values.Length, 1), codes)).Scores[0];
    }

    [Fact]
    public void Rows_in_any_order_and_any_number_of_threads_give_the_same_scores()
    {
        var rng = new Rng(8);
        const int n = 3000;
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, n * 80).Select(_ => (double)rng.NextInt(40))], n, 80);
        int[] codes = [.. Enumerable.Range(0, n).Select(i => ((int)x[i, 0] + rng.NextInt(30)) / 24)], order = rng.Permutation(n);
        foreach (UnivariateScore score in Enum.GetValues<UnivariateScore>())
        {
            var learner = new SelectKBest { Score = score };
            ClassificationData data = ClassificationData.Create(x, codes);
            double[] one = learner.Fit(data, new FitContext { MaxThreads = 1 }).Scores.ToArray();
            Assert.Equal(one, learner.Fit(data).Scores.ToArray());
            Close(one, learner.Fit(data.SelectRows(order)).Scores, 1e-12);
            Close(one, learner.Fit(ClassificationData.Create(SparseMatrix.FromDense(x), codes)).Scores, 1e-12);
        }
    }

    [Fact]
    public void Of_equal_scores_the_first_columns_are_kept_and_a_share_is_at_least_one()
    {
        var x = new Matrix(new double[,] { { 1, 1, 1, 0 }, { 2, 2, 2, 5 }, { 3, 3, 3, 1 }, { 5, 5, 5, 3 } });
        ClassificationData data = ClassificationData.Create(x, [0, 0, 1, 1]);
        Assert.Equal([0, 1], new SelectKBest { K = 2 }.Fit(data).SelectedColumns.ToArray());
        Assert.Equal([0, 1], new SelectKBest { K = FeatureQuota.Share(0.5) }.Fit(data).SelectedColumns.ToArray());
        Assert.Equal([0], new SelectKBest { K = FeatureQuota.Share(0.01) }.Fit(data).SelectedColumns.ToArray());
        Assert.Equal([0, 1, 2, 3], new SelectKBest { K = FeatureQuota.All }.Fit(data).SelectedColumns.ToArray());
        Assert.Equal([0, 1, 2, 3], new SelectKBest { K = FeatureQuota.Count(9) }.Fit(data).SelectedColumns.ToArray());
    }

    [Fact]
    public void The_false_discovery_rate_goes_down_from_the_largest_p_value_to_the_first_that_passes()
    {
        FeatureQuota quota = FeatureQuota.FalseDiscoveryRate(0.05);
        // 0.04 is above 0.05·1/2, but 0.045 is not above 0.05·2/2, so both are kept.
        Assert.Equal([0, 1], quota.Choose([2, 1], [0.04, 0.045]));
        // The example of Benjamini and Hochberg, 1995, of whose fifteen the first four are kept.
        double[] trial =
        [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
        ];
        Assert.Equal([0, 1, 2, 3], quota.Choose(new double[15], trial));
        Assert.Empty(quota.Choose([2, 1], [0.06, 0.051]));
    }

    [Fact]
    public void A_pipeline_selects_by_its_training_rows_before_it_classifies()
    {
        ClassificationData iris = Datasets.Iris();
        ClassifierPipelineModel model = new SelectKBest { K = 2 }.Then(new LogisticRegression()).Fit(iris);
        Assert.Equal(2, model.Last.FeatureCount);
        Assert.Equal(iris.FeatureNames, model.First.FeatureNames);
        Assert.Equal(((SelectKBestModel)model.First).SelectedColumns.ToArray(), Copy((SelectKBestModel)model.First).SelectedColumns.ToArray());
    }

    [Fact]
    public void Numbers_are_predicted_from_the_columns_that_a_pipeline_selects_by_them()
    {
        Matrix iris = (Matrix)Datasets.Iris().Features;
        var data = new RegressionData(iris.SelectColumns([0, 1, 2]), iris.SelectColumns([3]).Span);
        RegressorPipelineModel model = new SelectKBest { K = 1 }.Then(new LinearRegression()).Fit(data);
        Assert.Equal([2], ((SelectKBestModel)model.First).SelectedColumns.ToArray());
        Matrix petals = iris.SelectColumns([2]);
        Assert.Equal(new LinearRegression().Fit(data.WithFeatures(petals)).Predict(petals), model.Predict(data.Features));
    }

    [Fact]
    public void Columns_keep_their_names_and_are_found_by_them()
    {
        ClassificationData iris = Datasets.Iris();
        SelectKBestModel model = new SelectKBest { K = 2 }.Fit(iris);
        Assert.Equal(new[] { 2, 3 }, model.OutputSources!.Value.ToArray());
        Assert.Equal([.. model.SelectedColumns.ToArray().Select(j => iris.FeatureNames!.Value[j])], model.OutputNames!.Value.ToArray());
        Features turned = iris.Features.SelectColumns([3, 2, 1, 0]), kept = model.Transform(turned);
        Assert.Equal(model.OutputNames!.Value.ToArray(), kept.ColumnNames!.Value.ToArray());
        Assert.Equal(((Matrix)model.Transform(iris.Features)).Span.ToArray(), ((Matrix)kept).Span.ToArray());
        Assert.Equal(kept.ColumnNames!.Value.ToArray(), model.Transform(iris.Features.WithNames(null)).ColumnNames!.Value.ToArray());
        Assert.Null(new SelectKBest { K = 2 }.Fit(iris.WithFeatures(iris.Features.WithNames(null))).OutputNames);
    }

    [Theory, InlineData("all"), InlineData("10"), InlineData("0.5"), InlineData("fpr 0.05"), InlineData("fdr 0.1"), InlineData("fwe 0.01")]
    public void A_quota_is_read_from_its_text(string text) => Assert.Equal(text, FeatureQuota.Parse(text).ToString());

    [Fact]
    public void Quotas_are_what_their_texts_say()
    {
        Assert.Equal(FeatureQuota.Parse("fpr 0.05"), FeatureQuota.FalsePositiveRate(0.05));
        Assert.Equal(FeatureQuota.Parse("fdr 0.05"), FeatureQuota.FalseDiscoveryRate(0.05));
        Assert.Equal(FeatureQuota.Parse("fwe 0.05"), FeatureQuota.FamilyWiseError(0.05));
        Assert.Equal(FeatureQuota.Parse("7"), (FeatureQuota)7);
        Assert.Contains("it must be all, a number, a share", Assert.Throws<FormatException>(() => FeatureQuota.Parse("some")).Message);
        Assert.Contains("share must be in (0, 1), was 1", Fail(() => FeatureQuota.Share(1)));
        Assert.Contains("count must be at least 1, was 0", Fail(() => FeatureQuota.Count(0)));
        Assert.Contains("alpha must be in [0, 1], was 2", Fail(() => FeatureQuota.FamilyWiseError(2)));
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var x = new Matrix(new double[,] { { 1, -2 }, { 3, 5 }, { 4, 1 } });
        ClassificationData data = ClassificationData.Create(x, [0, 1, 0]);
        var chi = new SelectKBest { Score = UnivariateScore.ChiSquared };
        Assert.Contains("row 0, column 1 is -2; values must be at least 0", Fail(() => chi.Fit(data)));
        ClassificationData sparse = ClassificationData.Create(SparseMatrix.FromDense(x), [0, 1, 0]);
        Assert.Contains("row 0, column 1 is -2; values must be at least 0", Fail(() => chi.Fit(sparse)));
        Assert.Contains("ChiSquared scores columns against classes, not numbers", Fail(() => chi.Fit(new RegressionData(x, [1, 2, 3]))));
        Assert.Contains("F needs more rows than classes; there are 2 rows of 2 classes", Fail(() => new SelectKBest().Fit(data.SelectRows([0, 1]))));
        Assert.Contains("SelectKBest needs rows of at least two classes", Fail(() => new SelectKBest().Fit(data.SelectRows([0, 2]))));
        Assert.Contains("F needs at least three rows, there are 2", Fail(() => new SelectKBest().Fit(new RegressionData(x.Rows(0, 2), [1, 2]))));
        var strict = new SelectKBest { K = FeatureQuota.FalsePositiveRate(1e-9) };
        Assert.Contains("no column passes 'fpr 1E-09'; the least p-value is", Fail(() => strict.Fit(data)));
        Assert.Contains("'fwe 0.05' goes by p-values, and MutualInformation has none",
            Fail(() => new SelectKBest { K = FeatureQuota.FamilyWiseError(0.05), Score = UnivariateScore.MutualInformation }.Fit(data)));
        Assert.Contains("row 0, column 0 is missing", Fail(() => new SelectKBest().Fit(data).Transform(new Matrix(new[,] { { double.NaN, 1 } }))));
    }

    // Logarithms, since that is how tails are told; a p-value that is no double is none.
    private static void ClosePValues(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (int j = 0; j < expected.Length; j++)
            if (expected[j] < 1e-290) Assert.InRange(actual[j], 0, 1e-280);
            else Assert.Equal(0, Math.Log(actual[j] / expected[j]), 1e-9 * (1 - Math.Log(expected[j])));
    }
}
