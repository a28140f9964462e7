#if ACCORD
namespace ClassicML.Benchmarks.AccordNet;

/// <summary>What an Accord.NET learner is fitted on: rows in its own form, codes from 0, and how many threads it may use.</summary>
internal sealed record AccordRows(double[][] X, int[] Y, int ClassCount, int Threads);

/// <summary>What a fitted one answers: codes, and probabilities where it has some.</summary>
internal sealed record AccordAnswers(Func<double[][], int[]> Codes, Func<double[][], double[][]>? Probabilities = null);

/// <summary>An Accord.NET learner as one of ours, so that the same folds and searches run it. Converting the rows is part of its time.</summary>
internal sealed record AccordClassifier(string Name, Func<AccordRows, AccordAnswers> Learn) : IClassifier<AccordModel>
{
    public AccordModel Fit(ClassificationData data, FitContext context = default)
    {
        context.ThrowIfCancelled();
        double[][] x = AccordLearners.Rows(Check.Complete(data.Features, Name));
        AccordAnswers answers = Learn(new AccordRows(x, data.Codes.ToArray(), data.ClassCount, context.Threads));
        return answers.Probabilities is null
            ? new AccordModel(answers, data.Labels, data.FeatureCount)
            : new AccordProbabilisticModel(answers, data.Labels, data.FeatureCount);
    }
}

/// <summary>What Accord.NET's learners give, as a model.</summary>
internal class AccordModel(AccordAnswers answers, ClassLabels labels, int featureCount) : IClassifierModel
{
    public ClassLabels Labels => labels;

    public int FeatureCount => featureCount;

    public FitReport Report { get; } = new();

    protected AccordAnswers Answers => answers;

    public void Predict(Features x, Memory<int> destination) => answers.Codes(Rows(x)).CopyTo(destination);

    protected double[][] Rows(Features x)
    {
        Check.Width(x, featureCount);
        return AccordLearners.Rows(Check.Complete(x, nameof(AccordModel)));
    }
}

/// <summary>One that has probabilities.</summary>
internal sealed class AccordProbabilisticModel(AccordAnswers answers, ClassLabels labels, int featureCount)
    : AccordModel(answers, labels, featureCount), IProbabilisticModel
{
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Span<double> to = destination.Span;
        foreach (double[] row in Answers.Probabilities!(Rows(x)))
        {
            row.CopyTo(to);
            to = to[row.Length..];
        }
    }
}
#endif
