using System.CommandLine;
using ClassicML.Cli.Learners;
using ClassicML.ModelSelection;

namespace ClassicML.Cli.Selection;

/// <summary>The option that names a journal, and what is said of it when work is interrupted.</summary>
internal sealed class JournalOption
{
    private readonly Option<string?> journal = new("--journal")
    {
        Description = "Keep finished scores in a file: the same command line goes on from there after an interruption.", HelpName = "FILE",
    };

    public JournalOption(Command command) => command.Options.Add(journal);

    public SearchJournal? Of(Invocation run) =>
        run.Parsed.GetValue(journal) is { } file ? new SearchJournal(SavedModel.Writable(file, "--journal"), run.Registry) : null;

    /// <summary>Does work that may be interrupted.</summary>
    /// <exception cref="CancelledException">It was; the message says how to go on.</exception>
    public T Do<T>(Invocation run, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException(run.Parsed.GetValue(journal) is { } file
                ? $"cancelled; what was finished is kept in {file}: the same command line goes on from there"
                : "cancelled; with --journal FILE what is finished would be kept, to go on from there");
        }
    }
}
