using System.Globalization;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class ConfusionMatrixTests
{
    private static readonly ClassLabels Animals = new(["cat", "dog", "sparrow"]);
    private static readonly int[] Actual = [0, 0, 0, 1, 1, 2, 2, 2], Predicted = [0, 0, 1, 1, 0, 2, 2, 1];

    // Some hundred rows of up to five classes: actual, predicted, and a weight in quarters, so that sums are exact in any order.
    private static readonly Gen<(int Actual, int Predicted, double Weight)[]> Rows =
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[1, 12].Select(quarters => quarters / 4.0)).Array[1, 100];

    [Fact]
    public void Rows_are_actual_and_columns_predicted()
    {
        var matrix = new ConfusionMatrix(Actual, Predicted, Animals);
        Assert.Equal([2, 1, 0, 1, 1, 0, 0, 1, 2], matrix.Counts.Span.ToArray());
        Assert.Equal(1, matrix[2, 1]);
        Assert.Equal(0, matrix[1, 2]);
        Assert.Equal((8, 5), (matrix.Total, matrix.Correct));
        Assert.Equal(2.0 / 3, matrix.Precision(0));
        Assert.Equal(1.0 / 3, matrix.Precision(1));
        Assert.Equal(0.5, matrix.Recall(1));
        Assert.Same(Animals, matrix.Labels);
        Assert.Equal(new ClassScores("dog", 1 / 3.0, 0.5, 0.4, 2), matrix.Classes()[1]);
    }

    [Fact]
    public void Scores_of_each_class_stand_under_its_name()
    {
        var matrix = new ConfusionMatrix(Actual, Predicted, Animals);
        Assert.Same(Animals, matrix.Labels);
        // Two of three cats found, and one dog taken for one; one dog of two among three; two sparrows of three and nothing else.
        Assert.Equal(
            [new ClassScores("cat", 2.0 / 3, 2.0 / 3, 2.0 / 3, 3), new ClassScores("dog", 1.0 / 3, 0.5, 0.4, 2),
                new ClassScores("sparrow", 1, 2.0 / 3, 0.8, 3)],
            matrix.Classes());
    }

    [Fact]
    public void The_text_is_a_table_with_class_names()
    {
        string expected = """
            actual \ predicted  cat  dog  sparrow
            cat                   2    1        0
            dog                   1    1        0
            sparrow               0    1        2
            """;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(expected, new ConfusionMatrix(Actual, Predicted, Animals).ToString());
            Assert.Contains("0.25", new ConfusionMatrix([0], [0], Animals, [0.25]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_report_has_a_line_for_each_class_and_the_averages()
    {
        string expected = """
                              precision  recall      F1  support
            cat                  0.6667  0.6667  0.6667        3
            dog                  0.3333  0.5000  0.4000        2
            sparrow              1.0000  0.6667  0.8000        3
            accuracy                             0.6250        8
            macro average        0.6667  0.6111  0.6222        8
            weighted average     0.7083  0.6250  0.6500        8
            """;
        Assert.Equal(expected, new ConfusionMatrix(Actual, Predicted, Animals).Report());
    }

    [Fact]
    public void Columns_are_as_wide_as_their_widest_entry()
    {
        // Numbers wider than names, weights to three decimals, a name wider than all.
        var matrix = new ConfusionMatrix([0, 0, 1, 1], [0, 1, 1, 0], new ClassLabels(["a", "a class with a long name"]),
            [12345.6789, 0.25, 1e-4, 1234567]);
        string expected = """
            actual \ predicted                a  a class with a long name
            a                         12345.679                      0.25
            a class with a long name    1234567                         0
            """;
        Assert.Equal(expected, matrix.ToString());
        expected = """
                                      precision  recall      F1      support
            a                            0.0099  1.0000  0.0196    12345.929
            a class with a long name     0.0004  0.0000  0.0000      1234567
            accuracy                                     0.0099  1246912.929
            macro average                0.0052  0.5000  0.0098  1246912.929
            weighted average             0.0005  0.0099  0.0002  1246912.929
            """;
        Assert.Equal(expected, matrix.Report());
        string one = """
            actual \ predicted  x
            x                   2
            """;
        Assert.Equal(one, new ConfusionMatrix([0, 0], [0, 0], new ClassLabels(["x"])).ToString());
    }

    [Fact]
    public void What_there_is_none_of_counts_as_zero()
    {
        // Class 1 is never predicted, class 2 never actual, class 3 neither.
        var matrix = new ConfusionMatrix([0, 0, 1, 1], [0, 0, 2, 0], new ClassLabels(["a", "b", "c", "d"]));
        Same([2 / 3.0, 0, 0, 0], matrix.Precision);
        Same([1, 0, 0, 0], matrix.Recall);
        Same([0.8, 0, 0, 0], matrix.F1);
        // Three classes occur, two have support.
        Assert.Equal(2 / 9.0, matrix.Precision(Average.Macro), 1e-15);
        Assert.Equal(1 / 3.0, matrix.Recall(Average.Macro), 1e-15);
        Assert.Equal(0.5, matrix.BalancedAccuracy, 1e-15);
        Assert.Equal(1 / 3.0, matrix.Precision(Average.Weighted), 1e-15);
        Assert.Equal(0.5, matrix.Recall(Average.Weighted), 1e-15);
        Assert.Equal(0.4, matrix.F1(Average.Weighted), 1e-15);
        Assert.Equal([0, 0, 0], [matrix.FBeta(2, 1), matrix.FBeta(2, 2), matrix.FBeta(2, 3)]);
        // Averages over classes that have nothing, and their rows and columns as shares.
        foreach (Average average in Enum.GetValues<Average>())
        {
            Assert.Equal(0, matrix.Precision(average, [2, 3]));
            Assert.Equal(0, matrix.Recall(average, [2, 3]));
            Assert.Equal(0, matrix.F1(average, [3]));
        }
        Assert.Equal([0, 0, 0, 0], matrix.Normalised(Normalisation.Actual).Row(2).ToArray());
        Assert.Equal([2 / 3.0, 0, 0, 0, 1 / 3.0, 0, 1, 0], matrix.Normalised(Normalisation.Predicted).Span[..8].ToArray());
        var one = new ConfusionMatrix([1, 1], [1, 1], new ClassLabels(["a", "b"]));
        Assert.Equal((0.0, 0.0), (one.CohenKappa(), one.MatthewsCorrelation));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.F1((Average)7));
        Assert.Throws<IndexOutOfRangeException>(() => matrix[0, 4]);
        Assert.Throws<IndexOutOfRangeException>(() => matrix.Support(4));

        static void Same(double[] expected, Func<int, double> actual)
        {
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual(k), 1e-15);
        }
    }

    [Fact]
    public void A_class_that_never_occurs_is_no_part_of_a_macro_average()
    {
        var without = new ConfusionMatrix([0, 1, 1], [0, 1, 0], new ClassLabels(["a", "b"]));
        var with = new ConfusionMatrix([0, 1, 1], [0, 1, 0], new ClassLabels(["a", "b", "c"]));
        Assert.Equal(without.F1(Average.Macro), with.F1(Average.Macro));
        Assert.Equal(0, with.Precision(2));
        Assert.Equal(0, with.Recall(2));
        Assert.Equal(0, with.F1(2));
    }

    [Fact]
    public void A_class_that_is_named_is_part_of_a_macro_average_though_it_never_occurs()
    {
        var matrix = new ConfusionMatrix(Actual, Predicted, new ClassLabels(["cat", "dog", "sparrow", "whale"]));
        Assert.Equal(matrix.Recall(Average.Macro), matrix.Recall(Average.Macro, [0, 1, 2]), 1e-15);
        Assert.Equal(matrix.Recall(Average.Macro) * 3 / 4, matrix.Recall(Average.Macro, [3, 0, 1, 2]), 1e-15);
        // Of cats and dogs 2 + 1 of 3 + 2 are found, and 3 + 3 are called so.
        Assert.Equal(3 / 5.0, matrix.Recall(Average.Micro, [0, 1]));
        Assert.Equal(3 / 6.0, matrix.Precision(Average.Micro, [0, 1]));
        Assert.Equal(matrix.Precision(2), matrix.Precision(Average.Weighted, [2]));
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => matrix.F1(Average.Macro, [])).Message);
        Assert.Contains("class code 1 comes twice", Assert.Throws<ArgumentException>(() => matrix.F1(Average.Macro, [1, 1])).Message);
        Assert.Contains("class codes must be in [0, 4), one was 4", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.F1(Average.Macro, [4])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.F1((Average)7, [0]));
    }

    [Fact]
    public void F_beta_goes_from_precision_by_f1_to_recall()
    {
        var matrix = new ConfusionMatrix(Actual, Predicted, Animals);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(matrix.Precision(k), matrix.FBeta(0, k));
            Assert.Equal(matrix.Precision(k), matrix.FBeta(1e-200, k), 1e-15);
            Assert.Equal(matrix.F1(k), matrix.FBeta(1, k));
            Assert.Equal(matrix.Recall(k), matrix.FBeta(1e200, k), 1e-15);
            Assert.Equal(matrix.Recall(k), matrix.FBeta(double.PositiveInfinity, k));
        }
        // P 1/3, R 1/2: 5·PR / (4P + R).
        Assert.Equal(5 / 6.0 / (4 / 3.0 + 0.5), matrix.FBeta(2, 1), 1e-15);
        Assert.Equal((matrix.FBeta(2, 0) + matrix.FBeta(2, 1) + matrix.FBeta(2, 2)) / 3, matrix.FBeta(2, Average.Macro), 1e-15);
        Assert.Contains("beta must be at least 0, was -1", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.FBeta(-1, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.FBeta(double.NaN, Average.Micro));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.FBeta(-2, Average.Micro, [0]));
        Assert.Throws<IndexOutOfRangeException>(() => matrix.FBeta(2, 3));
    }

    [Fact]
    public void Kappa_is_what_remains_of_agreement_beyond_chance()
    {
        // Cohen's way: 0.7 agree, 0.5 would by chance.
        var matrix = new ConfusionMatrix([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1, 0, 0], new ClassLabels(["no", "yes"]));
        Assert.Equal((0.7 - 0.5) / (1 - 0.5), matrix.CohenKappa(), 1e-15);
        // Two classes are one step apart by any measure.
        Assert.Equal(matrix.CohenKappa(), matrix.CohenKappa(KappaWeights.Quadratic));
        // Near is better than far, the more so by squares.
        ClassLabels marks = new([1, 2, 3, 4]);
        ConfusionMatrix near = new([0, 1, 2, 3], [1, 1, 2, 2], marks), far = new([0, 1, 2, 3], [3, 1, 2, 0], marks);
        Assert.True(near.CohenKappa(KappaWeights.Linear) > near.CohenKappa());
        Assert.True(near.CohenKappa(KappaWeights.Quadratic) > near.CohenKappa(KappaWeights.Linear));
        Assert.True(far.CohenKappa(KappaWeights.Quadratic) < far.CohenKappa(KappaWeights.Linear));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.CohenKappa((KappaWeights)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Normalised((Normalisation)3));
    }

    [Fact]
    public void Shares_sum_to_one_and_their_diagonals_are_recall_precision_and_accuracy() => Rows.Sample(rows =>
    {
        ConfusionMatrix matrix = Of(rows);
        Matrix byActual = matrix.Normalised(Normalisation.Actual), byPredicted = matrix.Normalised(Normalisation.Predicted),
            all = matrix.Normalised(Normalisation.All);
        double diagonal = 0;
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(matrix.Support(k) == 0 ? 0 : 1, byActual.Row(k).ToArray().Sum(), 1e-14);
            Assert.Equal(matrix.Recall(k), byActual[k, k]);
            Assert.Equal(matrix.Precision(k), byPredicted[k, k]);
            diagonal += all[k, k];
        }
        Assert.Equal(matrix.Accuracy, diagonal, 1e-14);
        Assert.Equal(1, all.Span.ToArray().Sum(), 1e-14);
    });

    [Fact]
    public void Accuracy_misleads_where_classes_are_unequal()
    {
        int[] actual = [.. Enumerable.Repeat(0, 95), .. Enumerable.Repeat(1, 5)];
        var always = new ConfusionMatrix(actual, new int[100], new ClassLabels(["well", "ill"]));
        Assert.Equal(0.95, always.Accuracy, 1e-15);
        Assert.Equal(0.5, always.BalancedAccuracy);
        Assert.Equal(0, always.MatthewsCorrelation);
        Assert.Equal(0, always.Recall(1));
    }

    [Fact]
    public void Micro_averages_and_weighted_recall_equal_accuracy() => Rows.Sample(rows =>
    {
        ConfusionMatrix matrix = Of(rows);
        Assert.Equal(matrix.Accuracy, matrix.F1(Average.Micro));
        Assert.Equal(matrix.Accuracy, matrix.Precision(Average.Micro));
        // A sum of five quotients against one quotient.
        Assert.Equal(matrix.Accuracy, matrix.Recall(Average.Weighted), 1e-14);
    });

    [Fact]
    public void The_order_of_rows_changes_nothing() => Gen.Select(Rows, Gen.ULong).Sample((rows, seed) =>
    {
        (int, int, double)[] shuffled = [.. rows];
        new Rng(seed).Shuffle(shuffled.AsSpan());
        Assert.Equal(Of(rows).Counts.Span.ToArray(), Of(shuffled).Counts.Span.ToArray());
        Assert.Equal(Of(rows).Report(), Of(shuffled).Report());
    });

    [Fact]
    public void A_weight_of_two_is_a_row_twice() => Rows.Sample(rows =>
    {
        int[] actual = [.. rows.Select(r => r.Actual)], predicted = [.. rows.Select(r => r.Predicted)];
        double[] twos = [.. rows.Select(_ => 2.0)];
        var weighted = new ConfusionMatrix(actual, predicted, Five, twos);
        var repeated = new ConfusionMatrix([.. actual, .. actual], [.. predicted, .. predicted], Five);
        Assert.Equal(repeated.Counts.Span.ToArray(), weighted.Counts.Span.ToArray());
    });

    private static ClassLabels Five { get; } = new(Enumerable.Range(0, 5));

    private static ConfusionMatrix Of((int Actual, int Predicted, double Weight)[] rows) => new(
        [.. rows.Select(r => r.Actual)], [.. rows.Select(r => r.Predicted)], Five, [.. rows.Select(r => r.Weight)]);
}
