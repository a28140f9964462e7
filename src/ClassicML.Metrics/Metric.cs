using System.Text.RegularExpressions;

namespace ClassicML.Metrics;

/// <summary>A measure of how good a model is, by which searches can choose: a name, a direction, and a function of an outcome.</summary>
/// <remarks>
/// The built-in ones are those of <see cref="ClassificationMetric"/>, <see cref="RegressionMetric"/> and <see cref="OutlierMetric"/>. One's own
/// takes part wherever these do, but in a written search, which names its metrics. Immutable; equal when the names are, so two metrics of one
/// search have two names.
/// </remarks>
/// <typeparam name="TOutcome">What it looks at: <see cref="ClassificationOutcome"/>, <see cref="RegressionOutcome"/> or
/// <see cref="OutlierOutcome"/>.</typeparam>
/// <example><code>
/// var cost = new Metric&lt;ClassificationOutcome&gt;("cost", higherIsBetter: false,
///     outcome => 5 * outcome.Confusion.Counts[1, 0] + outcome.Confusion.Counts[0, 1]);
/// </code></example>
public sealed partial class Metric<TOutcome> : IEquatable<Metric<TOutcome>> where TOutcome : class
{
    private readonly Func<TOutcome, double> compute;

    /// <summary>A metric.</summary>
    /// <param name="name">Lower-case letters and digits, words parted by hyphens, such as "log-loss".</param>
    /// <param name="higherIsBetter">Whether a search maximises it; otherwise it minimises.</param>
    /// <param name="compute">The value for an outcome, by its weights; called from any thread. NaN counts as worse than every number.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    public Metric(string name, bool higherIsBetter, Func<TOutcome, double> compute)
    {
        if (!Form().IsMatch(Check.NotNull(name, nameof(name))))
            throw new ArgumentException($"a metric's name has lower-case letters and digits, and hyphens between words; it was '{name}'", nameof(name));
        Name = name;
        HigherIsBetter = higherIsBetter;
        this.compute = Check.NotNull(compute, nameof(compute));
    }

    /// <summary>The name that files and command lines use.</summary>
    public string Name { get; }

    /// <summary>Whether a search maximises it; otherwise it minimises.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The value for an outcome, by its weights.</summary>
    /// <exception cref="ArgumentException">The outcome lacks what the metric looks at, such as probabilities.</exception>
    public double Compute(TOutcome outcome) => compute(Check.NotNull(outcome, nameof(outcome)));

    /// <inheritdoc/>
    public bool Equals(Metric<TOutcome>? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Metric<TOutcome>);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Form();
}

/// <summary>Lists of metrics.</summary>
public static class Metric
{
    /// <summary>The metric of a name among those of a kind.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<TOutcome> Find<TOutcome>(IReadOnlyList<Metric<TOutcome>> metrics, string name) where TOutcome : class =>
        metrics.FirstOrDefault(metric => metric.Name == Check.NotNull(name, nameof(name)))
        ?? throw Unknown(metrics, "", name);

    internal static ArgumentException Unknown<TOutcome>(IReadOnlyList<Metric<TOutcome>> metrics, string forms, string name) where TOutcome : class =>
        new($"a metric must be one of {string.Join(", ", metrics)}{forms}, was '{name}'", nameof(name));
}
