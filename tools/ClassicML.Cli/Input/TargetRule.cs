using ClassicML.Wire;

namespace ClassicML.Cli.Input;

/// <summary>Tells by a target column whether its values are classes or numbers.</summary>
internal static class TargetRule
{
    /// <summary>Of whole numbers, the most different ones that are taken for classes.</summary>
    public const int MostClasses = 20;

    /// <summary>What is to be predicted.</summary>
    /// <param name="target">The column, without missing values.</param>
    /// <param name="asked">What the command line says; null where it says nothing.</param>
    /// <param name="offered">What the named learners can predict; empty where none is named.</param>
    /// <param name="note">Is told what was decided where that is not plain.</param>
    /// <exception cref="ArgumentException">The column can't be that, or may be either and nobody said which.</exception>
    public static LearningKind Decide(TableColumn target, LearningKind? asked, IReadOnlyCollection<WireKind> offered, Action<string> note)
    {
        LearningKind? able = offered.Contains(WireKind.Classifier) == offered.Contains(WireKind.Regressor) ? null
            : offered.Contains(WireKind.Classifier) ? LearningKind.Classification : LearningKind.Regression;
        if (asked is { } given && able is { } only && given != only)
            throw new UsageException($"--task {Name(given)} and the model don't go together: it predicts {Predicted(only)}");
        LearningKind? wanted = asked ?? able;
        if (target is not NumberColumn numbers)
        {
            if (wanted == LearningKind.Regression)
                throw new ArgumentException($"column '{target.Name}' holds {target.Holds}, and a regressor predicts numbers");
            return LearningKind.Classification;
        }
        var distinct = new HashSet<double>();
        bool whole = true;
        foreach (double value in numbers.Values)
        {
            whole &= value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue;
            if (distinct.Count <= 1000) distinct.Add(value);
        }
        string count = distinct.Count > 1000 ? "more than 1000" : FormattableString.Invariant($"{distinct.Count}");
        if (asked is null && whole && distinct.Count <= MostClasses)
        {
            if (able is null) note($"the target '{target.Name}' has {count} different whole numbers, taken for classes (--task regression for numbers)");
            return able ?? LearningKind.Classification;
        }
        if (wanted == LearningKind.Classification)
        {
            if (!whole) throw new ArgumentException($"column '{target.Name}' holds numbers with fractions, which are no classes: take a regressor (--task regression)");
            return asked is not null ? LearningKind.Classification : throw new ArgumentException(
                $"column '{target.Name}' has {count} different numbers: --task classification makes each a class, --task regression takes a regressor");
        }
        if (wanted is null) note($"the target '{target.Name}' has {count} different numbers: they are predicted as numbers (--task classification for classes)");
        return LearningKind.Regression;
    }

    public static string Name(LearningKind kind) => kind == LearningKind.Classification ? "classification" : "regression";

    private static string Predicted(LearningKind kind) => kind == LearningKind.Classification ? "classes" : "numbers";
}
