using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.Intrinsics;
using ClassicML.Benchmarks.Pages;
using ClassicML.Cnn;
using ClassicML.Plotting;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>The report as a page. Every sentence that states a finding is computed from the numbers.</summary>
internal static class MnistPage
{
    public const int HardestCount = 20;

    /// <summary>The bits of the widest vectors that this process computes with.</summary>
    public static int VectorBits => Environment.GetEnvironmentVariable("CLASSICML_KERNELS") switch
    {
        "scalar" => 64,
        "256" => 256,
        _ => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
    };

    public static Page Of(MnistReport report) => new($"{report.Data.Name}, side by side", Lead(report),
    [
        .. new[]
        {
            Comparison(report), Times(report), SomeDigits(report), LearningCurves(report), Confusions(report), Hardest(report),
            Projections(report), Weights(report),
            Network(report), Settings(report), Facts(report),
        }.OfType<Section>(),
    ]);

    private static string Lead(MnistReport report)
    {
        List<string> said = [];
        if (report.Missing != "") said.Add("This page is partial. " + report.Missing);
        if (!report.Data.IsMnist) said.Add("MNIST is not on this machine, so this page is of Digits, its smaller sibling of 8×8 pixels.");
        said.Add(Text($"Handwritten digits, ten classes, {report.Data.Train.RowCount:N0} to learn from and {report.Data.Test.RowCount:N0} to be tested on."));
        if (report.Best is { } best)
        {
            said.Add(Text($"The most accurate is {Who(best.Contender)}: {Percent(best.Scores.Accuracy)} % of the test digits, fitted in {Seconds(best.Scores.FitSeconds)} s."));
            var ratios = report.Results.Where(r => r.Contender.IsOurs).Select(r => report.QuickestPeer(r.Contender)?.Ratio).OfType<double>().ToArray();
            if (ratios.Length > 0)
                said.Add(Text($"Against the quickest peer at equal settings ClassicML is faster in {ratios.Count(r => r > 1)} of {ratios.Length} comparisons, by {Math.Exp(ratios.Average(Math.Log)):0.0} times on the geometric mean."));
        }
        return string.Join(' ', said);
    }

    private static Section Comparison(MnistReport report)
    {
        Column[] columns =
        [
            new("learner"), new("library"), new("accuracy", "%", true), new("interval", "%", true), new("log loss", "", true), new("macro F1", "%", true),
            new("fit", "s", true), new("predict", "s", true), new("peak", "MB", true), new("model", "MB", true), new("ratio", "×", true), new("p", "", true),
        ];
        IEnumerable<Row> rows = report.Results.Where(r => !r.IsAbsent).Select(r => new Row(Cells(report, r), r.Contender.IsOurs));
        List<Block> blocks =
        [
            new Prose("Like learners stand side by side, ours first and in bold. Read a row's accuracy with its interval: it is what the same model may score on other test "
                + "digits. p is that of McNemar's test, which asks of the digits on which two models disagree whether the split can be chance; above 0.05 a row can't be told from the best. "
                + Told(report)),
            new PageTable("Accuracy with Wilson's 95 % interval, log loss and macro F1 on the test digits; times of one fit and of predicting all test digits, each in a warmed process "
                + "of its own, whose peak memory holds runtime and rows too; the model as its library saves it. The ratio is the time of fit and prediction of a peer at equal "
                + "settings by ours, above 1 where we are faster; beside ours, that of the quickest such peer. p is McNemar's against the most accurate.", columns, [.. rows]),
            new Prose("A log loss beside a good accuracy may be poor: the leaves of a tree that was grown to the end are pure, so its probabilities are 0 and 1, and each mistake costs "
                + "about 36. Machines without probabilities have none."),
        ];
        if (Absent(report) is { } absent) blocks.Add(new Prose(absent));
        return new Section("The comparison", [.. blocks]);
    }

    private static string[] Cells(MnistReport report, MnistResult result)
    {
        MnistContender c = result.Contender;
        if (result.Scores is not { } s) return [c.Name, c.Library, result.Failure.Split([':', ','])[0], "", "", "", "", "", "", "", "", ""];
        double? ratio = c.IsOurs ? report.QuickestPeer(c)?.Ratio : report.Ratio(c);
        return
        [
            c.Name, c.Library, Percent(s.Accuracy), Text($"{100 * s.Interval.Low:0.0} – {100 * s.Interval.High:0.0}"),
            s.LogLoss is { } loss ? Text($"{loss:0.000}") : "",
            Percent(s.MacroF1), Seconds(s.FitSeconds), Seconds(s.PredictSeconds), Text($"{s.PeakMegabytes:0}"),
            s.ModelBytes is { } bytes ? Written.Significant(bytes / 1e6) : "", ratio is { } known ? Written.Significant(known) : "",
            report.PValue(c) is { } p ? p < 0.001 ? "< 0.001" : Text($"{p:0.000}") : "best",
        ];
    }

    private static string Told(MnistReport report)
    {
        if (report.Best is not { } best) return "";
        string[] equals = [.. report.Measured.Where(m => report.PValue(m.Contender) >= 0.05).Select(m => Who(m.Contender))];
        return equals.Length == 0 ? $"Here {Who(best.Contender)} differs from every other."
            : $"Here {(equals.Length == 1 ? "one row" : $"{equals.Length} rows")} can't be told from {Who(best.Contender)}: {Listed(equals)}.";
    }

    private static string? Absent(MnistReport report)
    {
        string[] reasons = [.. report.Results.Where(r => r.IsAbsent).GroupBy(r => r.Contender.Library)
            .Select(library => $"{library.Key} ({library.First().Failure})")];
        return reasons.Length == 0 ? null : $"Not here: {Listed(reasons)}.";
    }

    private static Section? Times(MnistReport report)
    {
        if (report.Measured.IsEmpty) return null;
        var fits = report.Measured.GroupBy(m => Libraries.Style(m.Contender.Library)).OrderBy(g => g.Key).ToList();
        double low = report.Measured.Min(m => m.Scores.Accuracy);
        // What nobody would choose must not press the others together.
        double floor = Math.Min(0.995, Math.Max(low, 0.8));
        ScatterChart Chart(string title, Func<MnistScores, double> seconds) => new(fits.Select(g => new PointSeries(
            Libraries.Name(g.Key), [.. g.Select(m => Math.Max(1e-4, seconds(m.Scores)))],
            [.. g.Select(m => m.Scores.Accuracy >= floor ? 100 * m.Scores.Accuracy : double.NaN)])
        { Style = g.Key }))
        {
            Title = title, LogX = true, XLabel = "seconds, logarithmic", YLabel = "accuracy, %",
            Width = 640, Height = 460, YRange = new AxisRange(100 * floor - 0.8, 100.4),
        };
        var front = Front(report.Measured);
        int below = report.Measured.Count(m => m.Scores.Accuracy < floor);
        string leaders = Listed([.. front.Select(m => Text($"{Who(m.Contender)} ({Percent(m.Scores.Accuracy)} %, {Seconds(m.Scores.FitSeconds)} s)"))]);
        string quickest = Text($"Nothing else is both quicker to fit and more accurate than {leaders}.");
        return new Section("Accuracy and time",
            new Prose("Each dot is a learner; colour and shape tell its library. Look along the upper left edge: dots there give the most accuracy for their time, and all others are beaten by one of them. "
                + quickest + (below > 0 ? Text($" {below} with an accuracy below {100 * floor:0} % {(below == 1 ? "lies" : "lie")} under the picture.") : "")),
            new Gallery(true,
                Figure.Of(Chart("Fit", s => s.FitSeconds), "The accuracy on the test digits by the time of the fit.", quickest),
                Figure.Of(Chart("Prediction", s => s.PredictSeconds), "The same accuracy by the time of predicting all test digits.", Predictions(report))));
    }

    private static string Predictions(MnistReport report)
    {
        var slow = report.Measured.MaxBy(m => m.Scores.PredictSeconds);
        var quick = report.Measured.MinBy(m => m.Scores.PredictSeconds);
        return Text($"Predictions take from {Seconds(quick.Scores.PredictSeconds)} s ({Who(quick.Contender)}) to {Seconds(slow.Scores.PredictSeconds)} s ({Who(slow.Contender)}).");
    }

    // Those that no other beats in both.
    private static IEnumerable<(MnistContender Contender, MnistScores Scores)> Front(ImmutableArray<(MnistContender Contender, MnistScores Scores)> all)
    {
        double best = -1;
        foreach (var one in all.OrderBy(m => m.Scores.FitSeconds).ThenByDescending(m => m.Scores.Accuracy))
        {
            if (one.Scores.Accuracy <= best) continue;
            best = one.Scores.Accuracy;
            yield return one;
        }
    }

    private static Section SomeDigits(MnistReport report)
    {
        ClassificationData test = report.Data.Test;
        int[] codes = test.Codes.ToArray();
        int[] rows = [.. Enumerable.Range(0, 10).SelectMany(k => Enumerable.Range(0, codes.Length).Where(i => codes[i] == k).Take(2)).OrderBy(i => codes[i])];
        return new Section("Some digits",
            new Prose(Text($"The first two test digits of each class, {report.Data.Side}×{report.Data.Side} pixels from 0, which is paper, to 1. To a learner they are rows of {test.FeatureCount} numbers. People write them differently: look at the slant, and at how far apart two of one class can be.")),
            new Gallery(true, Figure.Of(
                Images(test, rows, 10, _ => "") with { Height = 210 },
                "Two test digits of each class.", "Twenty handwritten digits, two each from 0 to 9.")));
    }

    private static Section? LearningCurves(MnistReport report)
    {
        ImmutableArray<Curve> curves = [.. report.Pictures.Curves.Where(c => c.Rows.Length > 0)];
        if (curves.IsEmpty) return null;
        var chart = new LineChart(curves.Select(c =>
            new LineSeries(c.Family, [.. c.Rows.Select(n => (double)n)], [.. c.Accuracies.Select(a => 100 * a)]) { ShowPoints = true }))
        {
            LogX = true, XLabel = "training digits, logarithmic", YLabel = "accuracy, %", Width = 760, Height = 460,
        };
        Curve few = curves.MaxBy(c => c.Accuracies[0])!, many = curves.MaxBy(c => c.Accuracies[^1])!;
        Curve steepest = curves.MaxBy(Gain)!, flattest = curves.MinBy(Gain)!;
        string found = Text($"On {few.Rows[0]:N0} digits {Written.Inside(few.Family)} leads with {Percent(few.Accuracies[0])} %, on {many.Rows[^1]:N0} {Written.Inside(many.Family)} with {Percent(many.Accuracies[^1])} %.");
        if (curves.All(c => c.Rows.Length > 1))
            found += Text($" Over the last step {Written.Inside(steepest.Family)} gains most ({100 * Gain(steepest):0.0} points): more digits would help it. {Capital(flattest.Family)} gains least ({100 * Gain(flattest):0.0}).");
        return new Section("Learning curves",
            new Prose("How accuracy grows with the training digits, of which the first so many were taken, at unchanged settings. Look at the right end: a curve that still climbs wants more data, one that "
                + "is flat wants another model. The multi-layer perceptron takes as many steps on few digits as on all. " + found),
            new Gallery(true, Figure.Of(chart, "Accuracy on the test digits after so many training digits, of ClassicML's learners.", found)));

        static double Gain(Curve c) => c.Accuracies.Length < 2 ? 0 : c.Accuracies[^1] - c.Accuracies[^2];
    }

    private static Section? Confusions(MnistReport report)
    {
        if (report.Measured.IsEmpty) return null;
        var best = report.BestOfFamilies.ToList();
        double[,] sums = new double[10, 10];
        foreach (var (_, scores) in best)
            for (int i = 0; i < 10; i++)
                for (int j = 0; j < 10; j++) sums[i, j] += scores.Confusion[i, j];
        var mistakes = Enumerable.Range(0, 100).Where(at => at / 10 != at % 10).OrderByDescending(at => sums[at / 10, at % 10]).Take(3)
            .Select(at => Text($"{at / 10} as {at % 10}")).ToArray();
        return new Section("What is confused",
            new Prose("The most accurate of each family. Rows are what was written, columns what was read, so a good matrix has its numbers on the diagonal; look for dark cells beside it. "
                + $"Over all families the commonest mistakes are to read {Listed(mistakes)}."),
            new Gallery(false, [.. best.Select(m => Figure.Of(
                HeatMap.Confusion(m.Scores.Confusion.Counts, m.Scores.Confusion.Labels) with { Title = m.Contender.Family, Width = 460, Height = 400 },
                Text($"{Who(m.Contender)}: {Percent(m.Scores.Accuracy)} %."), Worst(m)))]));
    }

    private static string Worst((MnistContender Contender, MnistScores Scores) measured)
    {
        var confusion = measured.Scores.Confusion;
        int worst = Enumerable.Range(0, 100).Where(at => at / 10 != at % 10).MaxBy(at => confusion[at / 10, at % 10]);
        return confusion[worst / 10, worst % 10] == 0 ? $"{measured.Contender.Family} makes no mistake."
            : Text($"{measured.Contender.Family} most often reads {worst / 10} as {worst % 10}: {confusion[worst / 10, worst % 10]:0} times.");
    }

    private static Section? Hardest(MnistReport report)
    {
        if (report.Measured.IsEmpty) return null;
        var hardest = report.Hardest(HardestCount);
        ClassificationData test = report.Data.Test;
        int[] codes = test.Codes.ToArray();
        int count = report.Measured.Length, all = hardest.Count(h => h.Wrong == count);
        var ablest = report.Measured.MaxBy(m => hardest.Count(h => m.Scores.Predicted[h.Row] == codes[h.Row]));
        string many = all == 0 ? "None" : all.ToString(CultureInfo.InvariantCulture), verb = all == 1 ? "is" : "are";
        int right = hardest.Count(h => ablest.Scores.Predicted[h.Row] == codes[h.Row]);
        string found = Text(
            $"{many} of the {hardest.Length} {verb} read wrongly by all {count} learners; {Who(ablest.Contender)} reads most of them rightly, {right}.");
        var table = new PageTable(
            "What each learner reads, by the number of the digit in the picture and what it is; ✓ where it reads that.",
            [new("learner"), new("library"), .. hardest.Select((h, i) => new Column(Text($"{i + 1}"), "is " + test.Labels[codes[h.Row]], true))],
            [.. report.Measured.Select(m => new Row(
                [m.Contender.Name, m.Contender.Library, .. hardest.Select(h =>
                    m.Scores.Predicted[h.Row] == codes[h.Row] ? "✓" : test.Labels[m.Scores.Predicted[h.Row]])],
                m.Contender.IsOurs))]);
        return new Section("The hardest digits",
            new Prose("The test digits that most learners get wrong. Read them yourself before you look at what they are: some are hardly legible, and some are clear to a person and not to a "
                + "method that weighs pixels one by one. " + found),
            new Gallery(true, Figure.Of(
                Images(test, [.. hardest.Select(h => h.Row)], 10, i => Text($"{i + 1}: is {test.Labels[codes[hardest[i].Row]]}")) with { Height = 300 },
                Text($"The {hardest.Length} test digits that most of {count} learners get wrong."), found)),
            table);
    }

    private static Section? Projections(MnistReport report)
    {
        if (report.Pictures.Pca is not { } pca) return null;
        string first = Text($"The first two principal components hold {Percent(pca.Shares.Sum())} % of the variance.");
        List<Figure> figures = [Figure.Of(Scatter(pca, "Principal components"), Text($"{pca.Rows.RowCount:N0} test digits along the two directions in which training digits vary most."), first)];
        string second = "";
        if (report.Pictures.Discriminants is { } axes)
        {
            second = Text($" The first two discriminant axes hold {Percent(axes.Shares.Sum())} % of what parts the classes' means.");
            figures.Add(Figure.Of(Scatter(axes, "Discriminant axes"), Text($"The same digits along the two directions in which the classes lie furthest apart, by their spread."), second.Trim()));
        }
        return new Section("In two dimensions",
            new Prose("Both pictures press all pixels into two numbers. Principal components don't look at classes, discriminant axes do: look at how much better the colours come apart along them. "
                + "That clouds still overlap does not say that the classes do, only that two directions are too few. " + first + second),
            new Gallery(true, [.. figures]));

        static ScatterChart Scatter(Projection projection, string title) => ScatterChart.Of(projection.Rows) with
        {
            Title = title,
            XLabel = "first",
            YLabel = "second",
            Width = 620,
            Height = 500,
        };
    }

    private static Section? Weights(MnistReport report)
    {
        int side = report.Data.Side;
        List<Figure> figures = [];
        if (report.Pictures.Components is { } pca)
            figures.Add(Figure.Of(
                new ImageGrid(pca.Components, side, 5)
                { Captions = [.. pca.ExplainedVarianceRatio.Select(share => Text($"{100 * share:0.0} %"))], Width = 560, Height = 290 },
                "The first ten principal components, each with its share of the variance.",
                Text($"Ten blurred pictures, in which strokes of several digits lie over one another; the first holds {100 * pca.ExplainedVarianceRatio[0]:0.0} % of the variance.")));
        if (report.Pictures.Weights is { } weights)
            figures.Add(Figure.Of(
                new ImageGrid(weights.Coefficients, side, 5) { Captions = [.. weights.Labels.Names], Width = 560, Height = 290 },
                "The weights of logistic regression for each class: dark pixels speak for it, pale ones against it.",
                "Ten pictures, one for each digit, in which the digit's own strokes are dark and those that would make another digit of it are pale."));
        return figures.Count == 0 ? null : new Section("What linear methods see",
            new Prose("A row of weights has a number for each pixel, so it can be drawn as a picture. A principal component is a way in which digits vary, and every digit is the mean digit and a "
                + "little of each. A class's weights are a stencil: logistic regression lays it over the digit and adds up. Look for the pale middle of the 0: ink there makes it another digit."),
            new Gallery(true, [.. figures]));
    }

    private static Section? Network(MnistReport report)
    {
        if (report.Pictures.Network is not { } network) return null;
        EpochScores first = network.History[0], last = network.History[^1];
        double[] epochs = [.. network.History.Select(e => (double)e.Epoch)];
        string found = Text($"From epoch 1 to {last.Epoch} the accuracy on held-out digits goes from {Percent(first.ValidationAccuracy!.Value)} % to {Percent(last.ValidationAccuracy!.Value)} %, their loss from {first.ValidationLoss:0.000} to {last.ValidationLoss:0.000}.");
        LineChart Chart(string title, Func<EpochScores, double> training, Func<EpochScores, double> validation) => new(
            new LineSeries("training", epochs, [.. network.History.Select(training)]) { ShowPoints = true },
            new LineSeries("held out", epochs, [.. network.History.Select(validation)]) { ShowPoints = true })
        {
            Title = title, XLabel = "epoch", Width = 520, Height = 360,
        };
        return new Section("The convolutional network",
            new Prose("A tenth of the training digits was held out, and the network scored on them after each epoch. The held-out curve may lie above the training one: dropout hampers the network while it "
                + "trains, and not when it is scored. Look for the epoch from which the held-out loss rises again; from there on it learns its training digits by heart. " + found),
            new Gallery(false,
                Figure.Of(Chart("Accuracy, %", e => 100 * e.Accuracy, e => 100 * e.ValidationAccuracy!.Value),
                    Text($"Accuracy by epoch, trained on {network.TrainedOn}."), found),
                Figure.Of(Chart("Loss", e => e.Loss, e => e.ValidationLoss!.Value), "Mean cross-entropy by epoch.", found),
                new Figure(network.Network.ToSvg(), Text($"The network, layer by layer, {network.Network.ParameterCount:N0} parameters."),
                    Text($"A column of {network.Network.Layers.Length + 1} boxes from the image to ten classes: {network.Layers}."))));
    }

    private static Section Settings(MnistReport report) => new("Settings",
        new Prose("A peer at equal settings has a ratio in the comparison where its accuracy is within a point of ours. What is not equal stands beside it."),
        new PageTable("Who ran with what; “as ours” means the settings of the row in bold above it.",
            [new("learner"), new("library"), new("version"), new("settings"), new("what differs")],
            [.. report.Results.Where(r => !r.IsAbsent).Select(r => new Row(
                [r.Contender.Name, r.Contender.Library, r.Scores?.Version ?? "",
                    With(r.Contender.Settings, r.Scores?.Note, "trained on "), With(r.Contender.Difference, r.Scores is null ? r.Failure : "")],
                r.Contender.IsOurs))]));

    private static string With(string text, string? more, string by = "") =>
        string.IsNullOrEmpty(more) ? text : text == "" ? by + more : $"{text.TrimEnd('.')}; {by}{more}";

    private static Section Facts(MnistReport report)
    {
        Machine machine = report.Machine;
        return new Section("How it was measured",
            new Prose(Text($"Each learner ran once, in a process of its own that did nothing before but load the rows and fit and predict {500} of them, so that no compiler and no import is in its time. Processes ran one after another; pixels were given as doubles in [0, 1], and each library's own conversion is in its time, but for LIBSVM and LIBLINEAR, whose nodes were made beforehand. A fit or a prediction that took longer than {report.Limit.TotalSeconds:0.#} s was ended. Single times of this length vary by some percent from run to run: a ratio near 1 says nothing.")),
            new Facts(
                new("Rows", report.Data.Choice),
                new("Pixels", Text($"{report.Data.Side}×{report.Data.Side}, divided by {(report.Data.IsMnist ? 255 : 16)}")),
                new("Seeds", "0 for all that draw, but 1 for ranger and ML.NET"),
                new("Processor", machine.Cpu),
                new("Threads", Text($"{machine.Threads}, for every library that takes a number")),
                new("Vectors", Text($"{VectorBits} bits")),
                new("System", machine.Os),
                new("Versions", string.Join(", ", machine.Versions.Select(v => $"{v.Key} {v.Value}")
                    .Concat(report.Measured.Where(m => m.Contender.Library is not (Libraries.Ours or "ML.NET"))
                        .Select(m => $"{m.Contender.Library} {m.Scores.Version}").Distinct()))),
                new("This report took", Text($"{report.Elapsed.TotalSeconds:0} s"))));
    }

    private static ImageGrid Images(ClassificationData data, int[] rows, int columns, Func<int, string> caption)
    {
        string[] captions = [.. Enumerable.Range(0, rows.Length).Select(caption)];
        return new ImageGrid(((Matrix)data.Features).SelectRows(rows), (int)Math.Sqrt(data.FeatureCount), columns)
        {
            Captions = captions.All(c => c == "") ? [] : [.. captions], Width = 960,
        };
    }

    private static string Who(MnistContender contender) =>
        contender.IsOurs ? $"ClassicML's {Written.Inside(contender.Name)}" : $"{contender.Library}'s {contender.Name}";

    // In the middle of a sentence; names such as SGD and PCA stay.
    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Listed(string[] items) => items.Length < 2 ? string.Concat(items) : $"{string.Join(", ", items[..^1])} and {items[^1]}";

    private static string Percent(double share) => Text($"{100 * share:0.00}");

    private static string Seconds(double seconds) => seconds < 0.001 ? "< 0.001" : Written.Significant(seconds);

    private static string Text(FormattableString text) => Written.Of(text);
}
