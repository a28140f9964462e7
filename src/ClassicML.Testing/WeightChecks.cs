namespace ClassicML.Testing;

/// <summary>What weights of rows mean, on dense rows and on sparse ones.</summary>
internal static class WeightChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s)
    {
        if (s.Traits.Unweighted is not null)
        {
            yield return new(ContractTopic.Weights, "Weights that are not looked at change nothing", () => ChangeNothing(s));
            yield break;
        }
        yield return new(ContractTopic.Weights, "Weights of one change nothing", () => Ones(s));
        if (s.Traits.NotRepeated is null) yield return new(ContractTopic.Weights, "Whole weights are repeated rows", () => Repeated(s));
        if (s.Traits.NotAbsent is null)
            yield return new(ContractTopic.Weights, "A row of weight zero is one that is absent", () => Absent(s));
    }

    private static Samples Plain(Subject s) => s.Traits.Prepare(Samples.Of(63));

    private static void ChangeNothing(Subject s)
    {
        Samples plain = Plain(s);
        int[] turns = plain.Turns;
        Features probe = s.Traits.Prepare(Samples.Of(40, seed: 6)).X;
        Samples weighted = plain.Weighing(i => 1 + turns[i]);
        Expect.Same(s.Told(s.Learner, plain, probe), s.Told(s.Learner, weighted, probe), $"weights, though '{s.Traits.Unweighted}'");
    }

    private static void Ones(Subject s) => Alike(s, s.Learner, Plain(s).Weighing(_ => 1), s.Learner, Plain(s));

    private static void Repeated(Subject s)
    {
        int[] turns = Plain(s).Turns;
        Samples weighted = Plain(s).Weighing(i => 1 + turns[i]);
        Alike(s, s.Learner, weighted, s.Traits.OnRepeated ?? s.Learner, weighted.Repeated());
    }

    // The rows that weigh nothing are far from the others, so that one that has a part in any sum shows.
    private static void Absent(Subject s)
    {
        Samples plain = Plain(s);
        int[] turns = plain.Turns;
        // Medians refuse rows of unlike weight.
        bool areAlike = s.Traits.NotRepeated is not null && RefusesWeights(s);
        Samples weighted = plain.Weighing(i => turns[i] == 2 ? 0 : areAlike ? 1 : 1 + turns[i]);
        double[] values = ((Matrix)plain.X).Span.ToArray();
        for (int i = 0; i < values.Length; i++)
            if (turns[i / plain.X.ColumnCount] == 2) values[i] = Math.Round(20 * values[i]);
        Samples far = weighted with
        {
            X = Matrix.Wrap(values, plain.Count, plain.X.ColumnCount),
            Targets = [.. plain.Targets.Select((target, i) => turns[i] == 2 ? Math.Round(20 * Math.Abs(target)) : target)],
        };
        Alike(s, s.Learner, far, s.Traits.OnTheRest ?? s.Learner, weighted.Where(i => turns[i] < 2));
    }

    private static bool RefusesWeights(Subject s)
    {
        int[] turns = Plain(s).Turns;
        try
        {
            s.Fit(Plain(s).Weighing(i => 1 + turns[i]));
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    // Two fits that are of one problem.
    private static void Alike(Subject s, object learner, Samples samples, object other, Samples others)
    {
        Samples probe = s.Traits.Prepare(Samples.Of(40, seed: 6));
        Expect.Close(s.Told(learner, samples, probe.X), s.Told(other, others, probe.X), s.Traits.Tolerance, "two fits of one problem");
        if (!s.Traits.ReadsSparse) return;
        Features sparse = probe.Sparse().X;
        Expect.Close(
            s.Told(learner, samples.Sparse(), sparse), s.Told(other, others.Sparse(), sparse), s.Traits.Tolerance,
            "two fits of one problem on sparse rows");
    }
}
