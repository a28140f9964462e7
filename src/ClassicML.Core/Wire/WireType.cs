using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Wire;

/// <summary>A registered type: its name, and how its instances become forms and come back, without reflection.</summary>
public abstract class WireType
{
    private protected WireType(string name, WireKind kind, string summary)
    {
        Name = Check.NotNull(name, nameof(name));
        Kind = Check.Defined(kind, nameof(kind));
        Summary = Check.NotNull(summary, nameof(summary));
    }

    /// <summary>The registered name: lower case with hyphens, such as "logistic-regression".</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public WireKind Kind { get; }

    /// <summary>What it is, in a line.</summary>
    public string Summary { get; }

    /// <summary>The options, in the order in which they are shown; none for a model.</summary>
    public virtual ImmutableArray<WireOption> Options => [];

    /// <summary>Whether <see cref="CreateDefault"/> makes one: of what is nothing but options, though it may have none. Default no.</summary>
    public virtual bool CanCreate => false;

    /// <summary>A new instance with every option at its default.</summary>
    /// <exception cref="NotSupportedException">Not <see cref="CanCreate"/>: it is a model, or made of other things.</exception>
    public virtual object CreateDefault() => throw new NotSupportedException($"'{Name}' can't be made from defaults");

    /// <summary>Whether this type describes the instance.</summary>
    public abstract bool Describes(object instance);

    /// <summary>The form of an instance.</summary>
    public abstract WireForm Write(object instance, WireRegistry registry);

    /// <summary>The instance of a form.</summary>
    /// <exception cref="WireException">The form lacks a value, has one too many, or one that is not allowed.</exception>
    public abstract object Read(WireForm form, WireRegistry registry);

    /// <summary>The option of a name, whatever its capitals and hyphens: MaxDepth, maxdepth and max-depth are one.</summary>
    /// <exception cref="ArgumentException">There is none; the message says which may have been meant, or lists those that there are.</exception>
    public WireOption Option(string name)
    {
        foreach (WireOption option in Options)
            if (NearNames.Same(option.Name, name)) return option;
        string[] names = [.. Options.Select(option => option.Name)];
        throw new ArgumentException(
            Options.IsEmpty ? $"'{Name}' has no options, so no '{name}'"
                : $"'{Name}' has no option '{name}'{(NearNames.Find(name, names) is { } near ? $": did you mean '{near}'?" : $"; it has {string.Join(", ", names)}")}",
            nameof(name));
    }
}

/// <summary>A registered type that is written and read by two functions of its own, such as a model.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class WireType<T> : WireType where T : class
{
    private readonly Action<T, WireWriter> write;
    private readonly Func<WireReader, T> read;

    /// <summary>A type with its two functions, which must name the same values in the same order.</summary>
    public WireType(string name, WireKind kind, string summary, Action<T, WireWriter> write, Func<WireReader, T> read)
        : base(name, kind, summary)
    {
        this.write = Check.NotNull(write, nameof(write));
        this.read = Check.NotNull(read, nameof(read));
    }

    /// <inheritdoc/>
    public override bool Describes(object instance) => instance is T;

    /// <inheritdoc/>
    public override WireForm Write(object instance, WireRegistry registry)
    {
        var writer = new WireWriter(Name, registry);
        write((T)instance, writer);
        return writer.Form();
    }

    /// <inheritdoc/>
    public override object Read(WireForm form, WireRegistry registry)
    {
        var reader = new WireReader(form, registry);
        T instance = reader.Checked(r =>
        {
            T made = read(r);
            if (made is IModel model) CheckReport(model);
            return made;
        });
        reader.RefuseUnread();
        return instance;
    }

    private static void CheckReport(IModel model)
    {
        if (model.FeatureNames is { } names) Check.Length(names.Length, model.FeatureCount, "FeatureNames", "feature");
        bool fits = model.Report.Learner is null || model switch
        {
            IClassifierModel classifier => classifier.Learner is not null,
            IRegressorModel regressor => regressor.Learner is not null,
            IOutlierModel detector => detector.Learner is not null,
            ITransformerModel => model.Report.Learner is ISupervisedTransformer<ITransformerModel> or IRegressionTransformer<ITransformerModel>,
            _ => true,
        };
        if (!fits) throw new ArgumentException($"Learner: {model.Report.Learner!.GetType().Name} makes no {typeof(T).Name}");
    }
}
