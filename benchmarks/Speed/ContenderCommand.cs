using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace ClassicML.Benchmarks.Speed;

/// <summary>The hidden command that our side and the peers inside this program run in, each in a process of its own that does nothing else:
/// the other end of a <see cref="Peers.PeerProcess"/>.</summary>
internal static class ContenderCommand
{
    public const string Name = "speed-contender";

    public static Command Create()
    {
        var name = new Argument<string>("case");
        var contender = new Argument<string>("contender");
        var command = new Command(Name, "One contender of a case: steps in, answers out, a line each.") { name, contender };
        command.Hidden = true;
        command.SetAction(parsed => Serve(SpeedCase.Of(parsed.GetValue(name)!), parsed.GetValue(contender)!));
        return command;
    }

    private static void Serve(SpeedCase speedCase, string contender)
    {
        // What a library prints is no answer.
        TextWriter answers = Console.Out;
        Console.SetOut(Console.Error);
        IContender? one = null;
        while (Console.In.ReadLine()?.Split(' ') is [var step, ..] words)
        {
            object answer;
            try
            {
                answer = Answer(step, words);
            }
            catch (PeerAbsentException e)
            {
                answer = new { absent = e.Message };
            }
            catch (Exception e)
            {
                // Whatever happens in a library is told as its failure.
                answer = new { error = $"{e.GetType().Name}: {e.Message}" };
            }
            answers.WriteLine(JsonSerializer.Serialize(answer));
            answers.Flush();
        }

        object Answer(string step, string[] words)
        {
            if (step == "peak")
            {
                using var self = Process.GetCurrentProcess();
                return new { peak_mb = self.PeakWorkingSet64 / 1e6 };
            }
            one ??= speedCase.Contender(contender);
            if (step == "version") return new { version = one.Version, settings = one.Settings };
            (double seconds, double quality) = one.Run(step, int.Parse(words[1]));
            return double.IsFinite(quality) ? new { seconds, quality } : throw new ArithmeticException($"its quality is {quality}");
        }
    }
}
