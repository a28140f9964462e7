namespace ClassicML.Testing;

/// <summary>What a fit returns.</summary>
internal static class FitChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.Fits, "A fit leaves the learner as it was and a second fit is the same", () => SecondFit(s)),
        new(ContractTopic.Fits, "Any number of threads gives the same bits", () => Threads(s)),
        new(ContractTopic.Fits, "The report is filled in", () => IsFilledIn(s)),
        .. s.Learner is ITransformer<ITransformerModel> or IOutlierDetector<IOutlierModel>
            ? [new ContractCheck(
                ContractTopic.Fits, "A fit on rows with classes or known outliers is one on the rows alone", () => RowsAlone(s))]
            : Array.Empty<ContractCheck>(),
    ];

    /// <summary>Holds a report to what holds for all whose fit came to its end.</summary>
    public static void IsSound(FitReport report, string what)
    {
        Expect.True(report.Converged == report.Reason is null, $"{what}: converged {report.Converged}, with the reason '{report.Reason}'");
        Expect.True(!report.Stopped, $"{what}: stopped, though nobody asked it to");
        Expect.True(report.Iterations >= 0, Invariant($"{what}: {report.Iterations} iterations"));
        Expect.True(report.Reason is null || report.Reason.Length > 20, $"{what}: a reason without words, '{report.Reason}'");
        double?[] numbers = [report.Objective, report.DualityGap, .. report.Details.Values.Select(value => (double?)value)];
        foreach (double? number in numbers)
            Expect.True(number is null || double.IsFinite(number.Value), Invariant($"{what}: the report has {number}"));
    }

    private static void SecondFit(Subject s)
    {
        string before = s.Written(s.Learner);
        Expect.Equal(s.Written(s.Fit(s.Rows())), s.Written(s.Fit(s.Rows())), "the second model");
        Expect.Equal(before, s.Written(s.Learner), "the learner after two fits");
    }

    private static void Threads(Subject s)
    {
        // Several blocks of rows, whoever sums them.
        Samples rows = s.Rows(s.Learner is ISupervisedTransformer<ITransformerModel> ? 5000 : 3000);
        string one = s.Written(s.Fit(rows, new FitContext { MaxThreads = 1 }));
        Expect.Equal(one, s.Written(s.Fit(rows, new FitContext { MaxThreads = 8 })), "the model of eight threads");
    }

    private static void IsFilledIn(Subject s)
    {
        Samples rows = s.Rows();
        IModel model = s.Fit(rows);
        IsSound(model.Report, "the report");
        Expect.True(model.Report.Elapsed > TimeSpan.Zero, "the report says no time: end it with FitReport.Ended");
        Expect.Equal(rows.X.ColumnCount, model.FeatureCount, "the number of features");
        if (model is IClassifierModel classifier)
            Expect.True(rows.Labels.Equals(classifier.Labels), "the labels are not those of the data");
    }

    private static void RowsAlone(Subject s)
    {
        Samples rows = s.Rows();
        IModel alone = ((ILearner<Features, IModel>)s.Learner).Fit(rows.X);
        Expect.Equal(s.Written(alone), s.Written(s.Fit(rows)), "the model of labelled rows");
        Samples others = rows with { Codes = Array.ConvertAll(rows.Codes, code => (code + 1) % rows.Labels.Count) };
        Expect.Equal(s.Written(alone), s.Written(s.Fit(others)), "the model of rows with other labels");
    }
}
