using System.CommandLine;

namespace ClassicML.Cli.Input;

/// <summary>The options that say where rows come from and what their columns are.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> data = new("--data")
    {
        Description = $"A bundled data set instead of files: {string.Join(", ", Datasets.Names)}.", HelpName = "NAME",
    };
    private readonly Option<string?> train = new("--train") { Description = "The rows to fit on: CSV, TSV, LIBSVM text, IDX or Parquet, plain or gzip; - is standard input.", HelpName = "FILE" };
    private readonly Option<string?> test = new("--test") { Description = "The rows to test on.", HelpName = "FILE" };
    private readonly Option<double> testShare = new("--test-share")
    {
        Description = "The share of rows held out to test on, where there is no --test.", DefaultValueFactory = _ => 0.25, HelpName = "SHARE",
    };
    private readonly Option<string?> trainLabels = new("--train-labels")
    {
        Description = "For IDX, the labels. Default: the file named alike.", HelpName = "FILE",
    };
    private readonly Option<string?> testLabels = new("--test-labels") { Description = "For IDX, the labels of the test rows.", HelpName = "FILE" };
    private readonly Option<string?> target = new("--target")
    {
        Description = "The column to predict: its name, or its number from 0. Default: the last.", HelpName = "COLUMN",
    };
    private readonly Option<string?> task = new("--task") { Description = "Whether the target is a class or a number: classification or regression. Default: by its values.", HelpName = "TASK" };
    private readonly Option<int> seed = new("--seed") { Description = "Of held-out rows and folds, and of the learner where it has a seed.", HelpName = "N" };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="test">Whether it tests on rows that were not fitted on.</param>
    public DataOptions(Command command, bool test)
    {
        data.CompletionSources.Add([.. Datasets.Names]);
        foreach (Option option in (Option[])[data, train, trainLabels]) command.Options.Add(option);
        if (test)
            foreach (Option option in (Option[])[this.test, testShare, testLabels]) command.Options.Add(option);
        command.Options.Add(target);
        task.AcceptOnlyFromAmong("classification", "regression");
        command.Options.Add(task);
        Form = new FormOptions(command);
        Columns = new ColumnOptions(command);
        command.Options.Add(seed);
    }

    public FormOptions Form { get; }

    public ColumnOptions Columns { get; }

    public int Seed(ParseResult parsed) => Check.AtLeast(parsed.GetValue(seed), 0, "--seed");

    /// <summary>The seed, where one was given.</summary>
    public int? GivenSeed(ParseResult parsed) => parsed.GetResult(seed) is { Implicit: false } ? Seed(parsed) : null;

    public LearningKind? Task(ParseResult parsed) => parsed.GetValue(task) switch
    {
        null => null,
        "regression" => LearningKind.Regression,
        _ => LearningKind.Classification,
    };

    /// <summary>All rows to fit on; of a bundled set that has test rows, its training rows.</summary>
    public RowSet Train(Invocation run) => Both(run).Train;

    /// <summary>The rows to fit on and those to test on: of --test, of the bundled set, or held out.</summary>
    /// <param name="run">The command.</param>
    /// <param name="decide">What the target of the rows is taken for, by which they are held out.</param>
    public (RowSet Train, RowSet Test, LearningKind Kind) Parts(Invocation run, Func<RowSet, LearningKind> decide)
    {
        (RowSet all, RowSet? others) = Both(run);
        LearningKind kind = decide(all);
        (RowSet train, RowSet test) = others is not null ? (all, others) : all.Split(run.Parsed.GetValue(testShare), Seed(run.Parsed), kind);
        return (train, test, kind);
    }

    /// <summary>Whether rows are named for a model that is there already.</summary>
    public bool HasTest(ParseResult parsed) => (parsed.GetValue(test) ?? parsed.GetValue(data) ?? parsed.GetValue(train)) is not null;

    /// <summary>The rows of --test, or of a bundled set, for a model that is there already.</summary>
    public RowSet Test(Invocation run, RowLayout like)
    {
        ParseResult parsed = run.Parsed;
        if (parsed.GetValue(train) is not null) throw new UsageException("a saved model has its training behind it: give its rows with --test or --data");
        if (parsed.GetValue(data) is { } name)
        {
            (RowSet all, RowSet? others) = BundledRows.Read(name, run);
            return Chosen(others ?? all, like, run);
        }
        string file = parsed.GetValue(test) ?? throw new UsageException("give the rows to measure the model on with --test FILE or --data NAME");
        RowSet rows = new RowReader(Form.Of(parsed), Columns.Of(parsed) with { Target = parsed.GetValue(target), HasTarget = true }, run)
            .Read(file, parsed.GetValue(testLabels), like);
        return rows.Target is not null ? rows : throw new ArgumentException($"{rows.Source} has no column '{like.Target}', the target of the model: give it with --target");
    }

    /// <summary>Whether rows to test on are named, or asked to be held out.</summary>
    public bool HoldsOut(ParseResult parsed) => parsed.GetValue(test) is not null || parsed.GetResult(testShare) is { Implicit: false };

    /// <summary>The rows to fit on, and those to test on where the command line or the bundled set has some.</summary>
    public (RowSet Train, RowSet? Test) Both(Invocation run)
    {
        ParseResult parsed = run.Parsed;
        string? name = parsed.GetValue(data), file = parsed.GetValue(train), testFile = parsed.GetValue(test);
        if (name is null == file is null) throw new UsageException("give either --data NAME or --train FILE");
        if (name is not null)
        {
            if (testFile is not null) throw new UsageException("--test goes with --train; use --test-share with --data");
            (RowSet all, RowSet? others) = BundledRows.Read(name, run);
            return (Chosen(all, null, run), others is null ? null : Chosen(others, null, run));
        }
        var reader = new RowReader(Form.Of(parsed), Columns.Of(parsed) with { Target = parsed.GetValue(target), HasTarget = true }, run);
        RowSet rows = reader.Read(file!, parsed.GetValue(trainLabels), null);
        return (rows, testFile is null ? null : reader.Read(testFile, parsed.GetValue(testLabels), RowLayout.Of(rows)));
    }

    // A bundled set has no file whose columns would be parted, and few commands part them.
    private RowSet Chosen(RowSet rows, RowLayout? like, Invocation run)
    {
        ColumnRoles roles = Columns.Of(run.Parsed) with { Target = run.Parsed.GetValue(target), HasTarget = true };
        bool asks = roles is not { Target: null, Columns: [], Drop: [], Categorical: [], Weights: null, Groups: null, Id: null };
        return asks ? new TableRows(roles, like, run.Output.Note).Part(rows.Source, BundledRows.TableOf(rows), hasHeader: true) : rows;
    }
}
