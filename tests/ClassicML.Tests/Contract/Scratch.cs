using System.Diagnostics;
namespace ClassicML.Tests.Contract;
public class Scratch
{
    [Fact]
    public void Times()
    {
        var lines = new List<string>();
        foreach (Variant v in Variants.Of("svm-classifier"))
        {
            Samples p = Samples.EndingIn(250, 50).Weighing(_ => 1);
            foreach (Samples s in new[] { p, p with { Codes = [.. p.Codes.Select((c, i) => i >= 200 ? c / 2 : c)] }, p.Weighing(i => i >= 200 && i % 3 == 0 ? 5 : 1) })
            {
                var c = Stopwatch.StartNew();
                IModel model = AnyLearner.Fit(v.Learner, s);
                lines.Add($"{c.Elapsed.TotalMilliseconds,9:F1} it={model.Report.Iterations} conv={model.Report.Converged} gap={model.Report.DualityGap} obj={model.Report.Objective} {model.Report.Reason} {v}");
            }
        }
        File.WriteAllLines("/tmp/contract.scratch", lines);
    }
}
