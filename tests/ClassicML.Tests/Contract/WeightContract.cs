namespace ClassicML.Tests.Contract;

/// <summary>What the weights of rows mean, for every learner that reads them, on dense rows and on sparse ones.</summary>
public class WeightContract
{
    private static readonly Samples Plain = Samples.Of(63), Probe = Samples.Of(40, seed: 6);

    public static TheoryData<string> Names => Variants.Names;

    public static TheoryData<string> Classifiers => Learners.Classifiers;

    [Theory, MemberData(nameof(Names))]
    public void Whole_weights_are_repeated_rows(string name) => Each(name, variant => variant.NotRepeated, (variant, plain) =>
    {
        int[] turns = plain.Turns;
        Samples weighted = plain.Weighing(i => 1 + turns[i]);
        Same(variant, variant.Learner, weighted, variant.OnRepeated, weighted.Repeated());
    });

    // The rows that weigh nothing are far from the others, so that one that has a part in any sum shows.
    [Theory, MemberData(nameof(Names))]
    public void A_row_of_weight_zero_is_one_that_is_absent(string name) => Each(name, variant => variant.NotAbsent, (variant, plain) =>
    {
        int[] turns = plain.Turns;
        // Medians refuse rows of unlike weight.
        bool alike = variant.Learner is ClassicML.Neighbors.NearestCentroid { Metric: ClassicML.Neighbors.ManhattanMetric };
        Samples weighted = plain.Weighing(i => turns[i] == 2 ? 0 : alike ? 1 : 1 + turns[i]);
        double[] values = ((Matrix)plain.X).Span.ToArray();
        for (int i = 0; i < values.Length; i++)
            if (turns[i / plain.X.ColumnCount] == 2) values[i] = Math.Round(20 * values[i]);
        Samples far = weighted with
        {
            X = Matrix.Wrap(values, plain.Count, plain.X.ColumnCount),
            Targets = [.. plain.Targets.Select((target, i) => turns[i] == 2 ? Math.Round(20 * Math.Abs(target)) : target)],
        };
        Same(variant, variant.Learner, far, variant.OnTheRest, weighted.Where(i => turns[i] < 2));
    });

    [Theory, MemberData(nameof(Names))]
    public void Weights_of_one_change_nothing_and_others_of_one_size_only_what_they_multiply(string name)
    {
        Each(name, _ => null, (variant, plain) => Same(variant, variant.Learner, plain.Weighing(_ => 1), variant.Learner, plain));
        Each(name, variant => variant.NotTripled, (variant, plain) =>
            Same(variant, variant.Learner, plain.Weighing(_ => 3), variant.OnTripled, plain));
    }

    // What is not so of a learner is shown, so that a reason that no longer holds is seen.
    [Theory, MemberData(nameof(Names))]
    public void Exceptions_are_exceptions(string name)
    {
        foreach (Variant variant in Variants.Of(name))
        {
            Samples plain = variant.Made(Plain);
            Features probe = variant.Made(Probe).X;
            int[] turns = plain.Turns;
            double[] none = AnyLearner.Told(variant.Learner, plain, probe);
            Samples weighted = plain.Weighing(i => 1 + turns[i]), some = plain.Weighing(i => turns[i] == 2 ? 0 : 1);
            if (variant.Unweighted is not null)
            {
                double[] told = AnyLearner.Told(variant.Learner, weighted, probe);
                Assert.True(none.AsSpan().SequenceEqual(told), $"{variant} looks at weights");
                continue;
            }
            if (variant.NotRepeated is not null && Refuses(variant.Learner, weighted)) continue;
            AnyLearner.Differ(none, AnyLearner.Told(variant.Learner, weighted, probe), 1e-6, $"{variant}, weighted");
            if (variant.NotRepeated is not null)
                AnyLearner.Differ(AnyLearner.Told(variant.Learner, weighted, probe),
                    AnyLearner.Told(variant.Learner, weighted.Repeated(), probe), variant.Tolerance, $"{variant}, repeated");
            if (variant.NotAbsent is not null)
                AnyLearner.Differ(AnyLearner.Told(variant.Learner, some, probe),
                    AnyLearner.Told(variant.Learner, some.Where(i => turns[i] < 2), probe), variant.Tolerance, $"{variant}, absent");
            if (variant.NotTripled is not null)
                AnyLearner.Differ(
                    none, AnyLearner.Told(variant.Learner, plain.Weighing(_ => 3), probe), variant.Tolerance, $"{variant}, tripled");
        }
    }

    // Balanced weights count classes by their rows, whatever these weigh, as in scikit-learn; so only learners without them.
    [Theory, MemberData(nameof(Classifiers))]
    public void A_class_that_weighs_nothing_is_one_without_rows(string name)
    {
        Variant variant = Variants.Of(name).First();
        if (variant.NotAbsent is not null || variant.Unweighted is not null) return;
        Samples plain = variant.Made(Plain), without = plain.Where(i => plain.Codes[i] != 1);
        // Where a row has a part in a mean over rows, other rates make up for it.
        object learner = variant.OnTheRest == variant.Learner ? variant.Learner
            : ((ClassicML.Cnn.CnnClassifier)variant.Learner) with { LearningRate = 0.1 * without.Count / plain.Count };
        double[] weightless = AnyLearner.Told(variant.Learner, plain.Weighing(i => plain.Codes[i] == 1 ? 0 : 1), Probe.X);
        Close(AnyLearner.Told(learner, without, Probe.X), weightless, Math.Max(variant.Tolerance, 1e-12), $"{variant}");
    }

    private static void Each(string name, Func<Variant, string?> reason, Action<Variant, Samples> look)
    {
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.Unweighted is null && reason(variant) is null))
        {
            look(variant, variant.Made(Plain));
            if (SparseContract.Readers.Contains(name))
                look(variant with { Made = samples => variant.Made(samples).Sparse() }, variant.Made(Plain));
        }
    }

    // Two fits that are of one problem. Where the variant makes rows sparse, both are on sparse rows.
    private static void Same(Variant variant, object learner, Samples samples, object other, Samples others)
    {
        bool isSparse = variant.Made(Probe).X is SparseMatrix;
        Features probe = variant.Made(Probe).X;
        Close(
            AnyLearner.Told(learner, isSparse ? samples.Sparse() : samples, probe),
            AnyLearner.Told(other, isSparse ? others.Sparse() : others, probe),
            variant.Tolerance, $"{variant}{(isSparse ? ", sparse" : "")}");
    }

    private static bool Refuses(object learner, Samples samples)
    {
        try
        {
            AnyLearner.Fit(learner, samples);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
