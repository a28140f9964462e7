using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>What arguments are held to: the last value that is allowed passes, the next one is refused in these very words.</summary>
public class CheckTests
{
    [Fact]
    public void An_interval_ends_where_it_says_and_a_value_beyond_is_refused_with_it()
    {
        const double most = double.PositiveInfinity, least = double.NegativeInfinity, tiny = double.Epsilon;
        (Interval Range, string Words, double[] Inside, double[] Outside)[] cases =
        [
            (Interval.Finite, "finite", [double.MinValue, 0, double.MaxValue], [least, most]),
            (Interval.Any, "a number", [least, 0, most], []),
            (Interval.Positive, "positive", [tiny, double.MaxValue], [0, -0.0, -tiny, most]),
            (Interval.NonNegative, "at least 0", [0, -0.0, double.MaxValue], [-tiny, most]),
            (Interval.Share, "in [0, 1]", [0, 1], [-tiny, Math.BitIncrement(1.0)]),
            (Interval.AtLeast(2.5), "at least 2.5", [2.5, double.MaxValue], [Math.BitDecrement(2.5), most]),
            (new Interval(0, 1, true, true), "in (0, 1)", [tiny, Math.BitDecrement(1.0)], [0, 1]),
            (new Interval(-2, 3, LowOpen: true), "in (-2, 3]", [Math.BitIncrement(-2.0), 3], [-2, Math.BitIncrement(3.0)]),
            (new Interval(-2, 3, HighOpen: true), "in [-2, 3)", [-2, Math.BitDecrement(3.0)], [Math.BitDecrement(-2.0), 3]),
            (new Interval(1, most, LowOpen: true), "above 1", [Math.BitIncrement(1.0), most], [1]),
            (new Interval(least, most, LowOpen: true), "a number above -Infinity", [double.MinValue, most], [least]),
            (new Interval(least, most, HighOpen: true), "finite or -Infinity", [least, double.MaxValue], [most]),
        ];
        foreach ((Interval range, string words, double[] inside, double[] outside) in cases)
        {
            Assert.Equal(words, range.ToString());
            Assert.All(inside, value => Assert.Equal(value, Check.Within(value, range, "size")));
            Assert.All([.. outside, double.NaN], value => Says<ArgumentOutOfRangeException>(
                FormattableString.Invariant($"size must be {words}, was {value:R}"), "size", () => Check.Within(value, range, "size")));
        }
    }

    [Fact]
    public void Numbers_pass_at_their_border_and_not_beyond()
    {
        Assert.Equal(double.Epsilon, Check.Positive(double.Epsilon, "rate"));
        Says<ArgumentOutOfRangeException>("rate must be positive, was 0", "rate", () => Check.Positive(0.0, "rate"));
        Assert.Equal(1, Check.Positive(1, "count"));
        Says<ArgumentOutOfRangeException>("count must be at least 1, was 0", "count", () => Check.Positive(0, "count"));
        Assert.Equal(0, Check.NonNegative(0, "tolerance"));
        Says<ArgumentOutOfRangeException>("tolerance must be at least 0, was -5E-324", "tolerance", () => Check.NonNegative(-double.Epsilon, "tolerance"));
        Says<ArgumentOutOfRangeException>("tolerance must be at least 0, was Infinity", "tolerance", () => Check.NonNegative(1 / 0.0, "tolerance"));
        Assert.Equal(int.MaxValue, Check.AtLeast(int.MaxValue, int.MaxValue, "folds"));
        Assert.Equal(-3, Check.AtLeast(-3, -3, "folds"));
        Says<ArgumentOutOfRangeException>("folds must be at least -3, was -4", "folds", () => Check.AtLeast(-4, -3, "folds"));
        Assert.Null(Check.AtLeast(null, 2, "limit"));
        Assert.Equal(2, Check.AtLeast((int?)2, 2, "limit"));
        Says<ArgumentOutOfRangeException>("limit must be at least 2, was 1", "limit", () => Check.AtLeast((int?)1, 2, "limit"));
    }

    [Fact]
    public void Members_of_an_enumeration_and_things_pass_and_others_are_refused_by_name()
    {
        Assert.Equal(DayOfWeek.Saturday, Check.Defined(DayOfWeek.Saturday, "day"));
        Says<ArgumentOutOfRangeException>("day must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, was 7", "day",
            () => Check.Defined((DayOfWeek)7, "day"));
        string text = new('a', 2);
        Assert.Same(text, Check.NotNull(text, "text"));
        Says<ArgumentNullException>("text must not be null", "text", () => Check.NotNull<string>(null, "text"));
    }

    [Fact]
    public void Lengths_and_widths_must_be_those_that_are_expected()
    {
        Check.Length(3, 3, "names", "column");
        Says<ArgumentException>("names must have 3 entries, one for each column, has 2", "names", () => Check.Length(2, 3, "names", "column"));
        // More than an int holds, as n·n easily is.
        Says<ArgumentException>("a must have 10000000000 entries, one for each pair, has 7", "a", () => Check.Length(7, 10_000_000_000, "a", "pair"));
        Check.Destination(0, 0);
        Check.Destination(4, 4);
        Says<ArgumentException>("destination must hold 4 values, holds 5", "destination", () => Check.Destination(5, 4));
        Says<ArgumentException>("destination must hold 10000000000 values, holds 1", "destination", () => Check.Destination(1, 10_000_000_000));
        Check.Width(new Matrix(new double[1, 2]), 2);
        Says<ArgumentException>("the model was fitted on 1 feature, this matrix has 2", "x", () => Check.Width(new Matrix(new double[1, 2]), 1));
        Says<ArgumentException>("the model was fitted on 3 features, this matrix has 2", "x", () => Check.Width(new Matrix(new double[0, 2]), 3));
        Says<ArgumentNullException>("x must not be null", "x", () => Check.Width(null!, 2));
    }

    [Fact]
    public void Rows_that_a_learner_cant_read_are_refused_by_its_name()
    {
        var dense = new Matrix(new[,] { { 1, double.NaN }, { 0, 2 } });
        SparseMatrix sparse = SparseMatrix.FromDense(dense);
        Assert.Same(dense, Check.Dense(dense, "Pca"));
        Says<ArgumentException>("Pca reads dense data, a Matrix; this is a SparseMatrix", "x", () => Check.Dense(sparse, "Pca"));
        const string missing = "row 0, column 1 ('b') is missing (NaN); Pca does not accept missing values";
        Says<DataValueException>(missing, "x", () => Check.Complete(dense.WithNames(["a", "b"]), "Pca"));
        Says<DataValueException>(missing, "x", () => Check.CompleteRows(sparse.WithNames(["a", "b"]), "Pca"));
        Says<DataValueException>(missing.Replace(" ('b')", ""), "x", () => Check.CompleteRows(dense, "Pca"));
        Matrix whole = dense.SelectRows([1]);
        Assert.Same(whole, Check.Complete(whole, "Pca"));
        ClassificationData one = ClassificationData.Create(dense, ["a", "a"]);
        Says<ArgumentException>("Adaline needs rows of at least two classes; all 2 are of class 'a'", "data", () => Check.SeveralClasses(one, "Adaline"));
        Check.SeveralClasses(ClassificationData.Create(dense, ["b", "a"]), "Adaline");
    }

    [Fact]
    public void Magnitudes_pass_up_to_the_largest_whose_fourth_powers_can_be_summed()
    {
        double most = Features.MaxMagnitude, beyond = Math.BitIncrement(most);
        var x = new Matrix(new[,] { { most, double.NaN }, { -most, 0 } });
        Check.Magnitudes(x);
        Check.Magnitudes(SparseMatrix.FromDense(x));
        foreach (double value in (double[])[beyond, -beyond, double.PositiveInfinity])
        {
            var bad = new Matrix(new[,] { { 0, double.NaN }, { 0, value } });
            foreach (Features rows in (Features[])[bad, SparseMatrix.FromDense(bad)])
            {
                DataValueException thrown = Says<DataValueException>(FormattableString.Invariant(
                    $"row 1, column 1 ('b') is {value:R}; values must lie within ±1E+75, or be NaN for missing"), "x",
                    () => Check.Magnitudes(rows.WithNames(["a", "b"])));
                Assert.Equal((1, 1, value), (thrown.Row, thrown.Column, thrown.Value));
            }
        }
    }

    [Fact]
    public void Single_precision_holds_its_own_largest_number_and_none_beyond()
    {
        double most = float.MaxValue, beyond = Math.BitIncrement(most);
        var x = new Matrix(new[,] { { most, 0 }, { -most, 1 } });
        SinglePrecision.CheckRange(x, "scale");
        SinglePrecision.CheckRange(SparseMatrix.FromDense(x), "scale");
        SinglePrecision.CheckRange(new Matrix(new double[0, 3]), "scale");
        foreach (double value in (double[])[beyond, -beyond])
        {
            var bad = new Matrix(new[,] { { 0, 0, most }, { 0, value, 0 } });
            foreach (Features rows in (Features[])[bad, SparseMatrix.FromDense(bad)])
                Says<ArgumentException>(FormattableString.Invariant($"row 1, column 1 is {value:R}, more than single precision can hold: scale"), "x",
                    () => SinglePrecision.CheckRange(rows, "scale"));
        }
    }

    // The whole message, and the parameter that it is about.
    private static T Says<T>(string message, string parameter, Action action) where T : ArgumentException
    {
        T thrown = Assert.Throws<T>(action);
        Assert.Equal((parameter, $"{message} (Parameter '{parameter}')"), (thrown.ParamName, thrown.Message));
        return thrown;
    }
}
