using System.CommandLine;
using ClassicML.Cli;

namespace ClassicML.Tests.Cli;

/// <summary>Whatever goes wrong in a command is one line and an exit code.</summary>
public class ErrorLineTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task An_arbitrary_exception_is_one_line_and_with_debug_a_trace(bool debug)
    {
        Exception[] all =
        [
            new NotSupportedException("no\nway"), new IndexOutOfRangeException(), new ArithmeticException("60 sweeps"), new NullReferenceException(),
            new AggregateException(new InvalidOperationException("inside")), new OutOfMemoryException(),
            new KeyNotFoundException(), new DivideByZeroException(),
        ];
        foreach (Exception thrown in all)
        {
            var command = new Command("fail", "");
            command.SetAction((Func<ParseResult, int>)(_ => throw thrown));
            var errors = new StringWriter();
            int code = await ClassicML.Cli.CommandLine.RunAsync(new CliRoot(BuiltIn.Registry, null, command), debug ? ["fail", "--debug"] : ["fail"], errors);
            Assert.Equal(1, code);
            string[] lines = errors.ToString().TrimEnd().Split('\n');
            Exception cause = thrown.InnerException ?? thrown;
            Assert.StartsWith($"classicml: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}", lines[0]);
            if (debug) Assert.Contains(nameof(ErrorLineTests), string.Join('\n', lines[1..]));
            else Assert.Single(lines);
        }
    }
}
