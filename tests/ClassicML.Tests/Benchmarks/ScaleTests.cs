using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Scale;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Exponents, the choice of sizes, the rows, and the page.</summary>
public class ScaleTests
{
    [Fact]
    public void An_exponent_and_its_error_are_those_of_least_squares_by_hand()
    {
        // Logarithms to base 2: (0, 0), (1, 2), (2, 3): slope 3/2, rests -1/6, 1/3, -1/6, so the error is √(1/6 / 1 / 2) = √(1/12).
        Growth growth = Growth.Of([(1, 1), (2, 4), (4, 8)])!;
        Assert.Equal(1.5, growth.Exponent, 12);
        Assert.Equal(Math.Sqrt(1.0 / 12), growth.StandardError!.Value, 12);
        Assert.Equal(3, growth.Count);
        Assert.Equal(2, Growth.Of([(10, 3), (20, 12)])!.Exponent, 12);
        Assert.Null(Growth.Of([(10, 3), (20, 12)])!.StandardError);
        Assert.Null(Growth.Of([(10, 3)]));
        Assert.Null(Growth.Of([(10, 3), (10, 4)]));
    }

    [Fact]
    public void The_next_size_is_expected_to_go_on_as_the_last_two()
    {
        Assert.Null(Growth.Expected([], 4));
        Assert.Equal(16, Growth.Expected([(1, 1)], 4)!.Value, 12);
        Assert.Equal(8, Growth.Expected([(1, 1), (2, Math.Pow(2, 1.5))], 4)!.Value, 12);
        // Never less than in proportion.
        Assert.Equal(2, Growth.Expected([(1, 1), (2, 1)], 4)!.Value, 12);
    }

    [Fact]
    public void Fewer_rows_are_the_first_of_more()
    {
        (ClassificationData few, ClassificationData test) = ScaleData.Of(1500, 8);
        (ClassificationData more, ClassificationData same) = ScaleData.Of(4000, 8);
        Assert.Equal(((Matrix)few.Features).Span.ToArray(), ((Matrix)more.Features).Span[..(1500 * 8)].ToArray());
        Assert.Equal(few.Codes.ToArray(), more.Codes.ToArray()[..1500]);
        Assert.Equal(((Matrix)test.Features).Span.ToArray(), ((Matrix)same.Features).Span.ToArray());
        Assert.InRange(few.Codes.ToArray().Average(), 0.4, 0.6);
    }

    [Fact]
    public void A_plan_keeps_to_its_most_rows()
    {
        ScalePlan plan = ScalePlan.Of(20_000, 30);
        Assert.Equal([1000, 4000, 16_000], plan.Rows);
        Assert.Equal((4000, 16_000), (plan.FeatureRows, plan.ThreadRows));
        plan = ScalePlan.Of(500, 30);
        Assert.Equal([500], plan.Rows);
        Assert.Equal((500, 500), (plan.FeatureRows, plan.ThreadRows));
        Assert.Equal(Workers.MaxThreads, plan.Threads[^1]);
    }

    [Fact]
    public void The_page_tells_flat_models_from_growing_ones_and_says_what_was_left_out()
    {
        ScalePlan plan = new([1000, 4000, 16_000], [8, 32], [1, 2], 30);
        ScaleSize[] sizes = [.. plan.ByRows];
        var report = new ScaleReport(
            new Machine("a made-up processor", "AVX-512", 2, "a system", new Dictionary<string, string>()),
            new DateOnly(2026, 1, 2), plan, ["logistic", "neighbors", "mlp"],
            [
                new ScaleResult("logistic",
                    [.. sizes.Select(size => new ScalePoint(size, Ours(size, 1000), new ScaleSide("scikit-learn", "1.2", Of(size, 2, 700))))]),
                new ScaleResult("neighbors", [.. sizes.Select((size, i) => new ScalePoint(size, Ours(size, size.Rows * 300), i < 2
                    ? new ScaleSide("scikit-learn", "1.2", Of(size, 3, size.Rows * 256))
                    : new ScaleSide("scikit-learn", LeftOut: "it would take 50 s")))]),
            ]);
        string page = PageWriter.Markdown(ScalePage.Of(report));
        Assert.Contains("(partial: 2 of 3 learners)", page);
        Assert.Contains("Models that keep their size: logistic regression. Models that grow with the rows: k nearest neighbours.", page);
        Assert.Contains("| **Logistic regression** | ClassicML | 1.00 ± 0.00 | 3 |", page);
        Assert.Contains("| k nearest neighbours | scikit-learn | grows | 1.00 |", page);
        Assert.Contains("| Logistic regression | scikit-learn | flat |  |", page);
        Assert.Contains("it would take 50 s", page);
        // The peer's time by ours.
        Assert.Matches(@"\| Logistic regression, 1000×32, \d threads? \| scikit-learn \| 20\.0 \| 2\.00 \|", page);
        Assert.Contains("<svg", PageWriter.Html(ScalePage.Of(report)));

        static ScaleMeasured Of(ScaleSize size, double factor, double bytes) =>
            new(factor * size.Rows * 1e-5, factor * 1e-6, 3, 0.9, 100 + size.Rows / 100.0, bytes);

        static ScaleSide Ours(ScaleSize size, double bytes) => new(ScaleRunner.Ours, "0.1", Of(size, 1, bytes));
    }
}
