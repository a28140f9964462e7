namespace ClassicML.Tests.Contract;

/// <summary>What the contract does not say of the weights of rows: what they multiply, and that exceptions are exceptions.</summary>
public class WeightContract
{
    private static readonly Samples Plain = Samples.Of(63), Probe = Samples.Of(40, seed: 6);

    public static TheoryData<string> Names => Variants.Names;

    public static TheoryData<string> Classifiers => Learners.Classifiers;

    [Theory, MemberData(nameof(Names))]
    public void Weights_of_one_size_change_only_what_they_multiply(string name)
    {
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.Unweighted is null && variant.NotTripled is null))
        {
            Samples plain = variant.Prepare(Plain), probe = variant.Prepare(Probe), tripled = plain.Weighing(_ => 3);
            double[] told = Learners.Told(variant.Learner, tripled, probe.X), once = Learners.Told(variant.OnTripled, plain, probe.X);
            Close(told, once, variant.Tolerance, $"{variant}");
            if (!variant.ReadsSparse) continue;
            Features sparse = probe.Sparse().X;
            told = Learners.Told(variant.Learner, tripled.Sparse(), sparse);
            Close(told, Learners.Told(variant.OnTripled, plain.Sparse(), sparse), variant.Tolerance, $"{variant}, sparse");
        }
    }

    // What is not so of a learner is shown, so that a reason that no longer holds is seen.
    [Theory, MemberData(nameof(Names))]
    public void Exceptions_are_exceptions(string name)
    {
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.Unweighted is null))
        {
            Samples plain = variant.Prepare(Plain);
            Features probe = variant.Prepare(Probe).X;
            int[] turns = plain.Turns;
            double[] none = Learners.Told(variant.Learner, plain, probe);
            Samples weighted = plain.Weighing(i => 1 + turns[i]), some = plain.Weighing(i => turns[i] == 2 ? 0 : 1);
            if (variant.NotRepeated is not null && Refuses(variant.Learner, weighted)) continue;
            Expect.Differ(none, Learners.Told(variant.Learner, weighted, probe), 1e-6, $"{variant}, weighted");
            if (variant.NotRepeated is not null)
                Expect.Differ(Learners.Told(variant.Learner, weighted, probe),
                    Learners.Told(variant.Learner, weighted.Repeated(), probe), variant.Tolerance, $"{variant}, repeated");
            if (variant.NotAbsent is not null)
                Expect.Differ(Learners.Told(variant.Learner, some, probe),
                    Learners.Told(variant.Learner, some.Where(i => turns[i] < 2), probe), variant.Tolerance, $"{variant}, absent");
            if (variant.NotTripled is not null)
                Expect.Differ(
                    none, Learners.Told(variant.Learner, plain.Weighing(_ => 3), probe), variant.Tolerance, $"{variant}, tripled");
        }
    }

    // Balanced weights count classes by their rows, whatever these weigh, as in scikit-learn; so only learners without them.
    [Theory, MemberData(nameof(Classifiers))]
    public void A_class_that_weighs_nothing_is_one_without_rows(string name)
    {
        Variant variant = Variants.Of(name).First();
        if (variant.NotAbsent is not null || variant.Unweighted is not null) return;
        Samples plain = variant.Prepare(Plain), without = plain.Where(i => plain.Codes[i] != 1);
        // Where a row has a part in a mean over rows, other rates make up for it.
        object learner = variant.OnTheRest is null ? variant.Learner
            : ((ClassicML.Cnn.CnnClassifier)variant.Learner) with { LearningRate = 0.1 * without.Count / plain.Count };
        double[] weightless = Learners.Told(variant.Learner, plain.Weighing(i => plain.Codes[i] == 1 ? 0 : 1), Probe.X);
        Close(Learners.Told(learner, without, Probe.X), weightless, Math.Max(variant.Tolerance, 1e-12), $"{variant}");
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
