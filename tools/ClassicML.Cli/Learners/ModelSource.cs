using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>The options of a command that looks into a model: one of a file, or one that is fitted here.</summary>
internal sealed class ModelSource
{
    private readonly Argument<string?> file = new("MODEL")
    {
        Description = "A model file, in place of --model; its rows are --test or --data.", Arity = ArgumentArity.ZeroOrOne,
    };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="varied">What <c>--vary</c> takes; null where the command varies nothing.</param>
    public ModelSource(Command command, string? varied = null)
    {
        command.Arguments.Add(file);
        Learners = new LearnerOptions(command, varied: varied);
        Preparing = new PreparationOptions(command);
        Data = new DataOptions(command, test: true);
    }

    public LearnerOptions Learners { get; }

    public PreparationOptions Preparing { get; }

    public DataOptions Data { get; }

    /// <summary>The model file that was named, or null.</summary>
    /// <exception cref="UsageException">A learner is named too.</exception>
    public string? File(Invocation run)
    {
        string? path = run.Parsed.GetValue(file);
        if (path is not null && Learners.All(run).Length > 0) throw new UsageException("give either a MODEL file or --model NAME");
        return path;
    }

    /// <summary>The learner that was named, as it is typed.</summary>
    /// <exception cref="UsageException">Neither a file nor a learner is named.</exception>
    public LearnerSpec Spec(Invocation run) =>
        Learners.All(run).Length > 0 ? Learners.One(run) : throw new UsageException("give a MODEL file, or --model NAME with rows to fit it on");

    public LearningKind Kind(RowSet rows, Invocation run, LearnerSpec spec) =>
        rows.Kind(Data.Task(run.Parsed), LearnerOptions.Offered(run.Registry, [spec]), run.Output.Note);

    /// <summary>A learner behind its preparation.</summary>
    public object Prepared(LearnerSpec spec, LearningKind kind, RowSet train, RowSet? test, Invocation run)
    {
        (WireType type, object learner) = spec.Build(run.Registry, kind, Data.GivenSeed(run.Parsed));
        return Preparing.Of(run.Parsed, run.Output.Note).Before(type, learner, train.Features, test?.Features);
    }

    /// <summary>The model of the file with rows to ask it about; or one that is fitted here, with rows that are held out.</summary>
    public (FittedModel Model, RowSet Rows) Held(Invocation run)
    {
        if (File(run) is { } path)
        {
            (FittedModel saved, RowLayout layout) = SavedModel.Load(path, run);
            return (saved, Data.Test(run, layout));
        }
        LearnerSpec spec = Spec(run);
        (RowSet train, RowSet test, LearningKind kind) = Data.Parts(run, rows => Kind(rows, run, spec));
        return (FittedModel.Fit(Prepared(spec, kind, train, test, run), train, run.Context), test);
    }
}
