using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Rows for a learner of any kind: each with a class, a number to predict and, where given, a weight.</summary>
internal sealed record Samples(Features X, int[] Codes, double[] Targets, double[]? Weights = null)
{
    /// <summary>The classes that codes stand for.</summary>
    public ClassLabels Labels { get; init; } = new(["a", "b", "c"]);

    public int Count => X.RowCount;

    public ClassificationData Classes => new(X, Codes, Labels, Weights ?? []);

    public RegressionData Numbers => new(X, Targets, Weights ?? []);

    /// <summary>The rows of the third class are outliers.</summary>
    public OutlierData Outliers => new(X, Array.ConvertAll(Codes, code => code == 2));

    /// <summary>Of each row how many of its class come before it, from 0 to 2 in turn. In multiples of 63 rows every class has as many
    /// of each: what goes by it leaves the classes their shares, and balanced class weights as they are.</summary>
    public int[] Turns
    {
        get
        {
            int[] seen = new int[Labels.Count];
            return Array.ConvertAll(Codes, code => seen[code]++ % 3);
        }
    }

    /// <summary>Rows of three classes that overlap, 4, 7 and 10 in 21, and numbers that depend on them. Columns have one scale; two values
    /// in five are zero, but none of the first column, so that no two rows are alike.</summary>
    public static Samples Of(int rows, int columns = 4, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * columns], targets = new double[rows];
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            codes[i] = (i * 8 % 21) switch { < 4 => 0, < 11 => 1, _ => 2 };
            for (int j = 0; j < columns; j++)
            {
                double value = Normal(rng) + 0.8 * Math.Sin(codes[i] * (j + 2)), draw = rng.NextDouble();
                x[i * columns + j] = j > 0 && draw < 0.4 ? 0 : value;
            }
            targets[i] = 1 + x[i * columns] - 2 * x[i * columns + 1] + Math.Sin(x[i * columns + 2]) + 0.3 * Normal(rng);
        }
        return new Samples(Matrix.Wrap(x, rows, columns), codes, targets);
    }

    /// <summary>Rows of 25 columns of which each holds one or two values: sparse ones are no slower, whoever reads them. The first row
    /// holds nothing, and so does the last column.</summary>
    public static Samples Thin(int rows = 63, ulong seed = 2)
    {
        const int columns = 25;
        var rng = new Rng(seed);
        Samples plain = Of(rows, 4, seed);
        double[] x = new double[rows * columns], targets = new double[rows];
        for (int i = 1; i < rows; i++)
            for (int k = 0; k < 2; k++)
            {
                int j = (5 * plain.Codes[i] + rng.NextInt(12)) % (columns - 1);
                x[i * columns + j] = 1 + rng.NextDouble();
                targets[i] += Math.Cos(j) * x[i * columns + j] + 0.1 * rng.NextDouble();
            }
        return plain with { X = Matrix.Wrap(x, rows, columns), Targets = targets };
    }

    /// <summary>Rows of which only the last ones have values in the last column. They are two units away from the others in each, every
    /// other one of them is of the third class, which is nowhere else, and their numbers are six more.</summary>
    public static Samples EndingIn(int rows, int strange)
    {
        Samples plain = Of(rows, 4, 3);
        double[] x = ((Matrix)plain.X).Span.ToArray(), targets = [.. plain.Targets];
        int[] codes = [.. plain.Codes];
        for (int i = 0; i < rows; i++)
        {
            bool isStrange = i >= rows - strange;
            codes[i] = !isStrange ? i % 2 : (rows - 1 - i) % 2 == 0 ? 2 : 1;
            for (int j = 0; j < 3 && isStrange; j++) x[4 * i + j] += 2;
            x[4 * i + 3] = isStrange ? 2 + 0.5 * Math.Sin(i) : 0;
            if (isStrange) targets[i] += 6;
        }
        return new Samples(Matrix.Wrap(x, rows, 4), codes, targets);
    }

    /// <summary>Values rounded to whole numbers: categories, of which the last rows of <see cref="EndingIn"/> have their own.</summary>
    public Samples Whole() =>
        this with { X = Matrix.Wrap([.. ((Matrix)X).Span.ToArray().Select(value => Math.Round(value))], Count, X.ColumnCount) };

    /// <summary>Numbers that are counts.</summary>
    public Samples Counts() => this with { Targets = Array.ConvertAll(Targets, target => Math.Round(2 * Math.Abs(target))) };

    /// <summary>The first two classes only.</summary>
    public Samples TwoClasses() => Where(i => Codes[i] < 2) with { Labels = new ClassLabels(["a", "b"]) };

    public Samples Sparse() => this with { X = SparseMatrix.FromDense((Matrix)X) };

    public Samples Weighing(Func<int, double> weightOf) => this with { Weights = [.. Enumerable.Range(0, Count).Select(weightOf)] };

    public Samples Select(int[] rows) => this with
    {
        X = X.SelectRows(rows), Codes = Array.ConvertAll(rows, i => Codes[i]), Targets = Array.ConvertAll(rows, i => Targets[i]),
        Weights = Weights is null ? null : Array.ConvertAll(rows, i => Weights[i]),
    };

    public Samples Where(Func<int, bool> wanted) => Select([.. Enumerable.Range(0, Count).Where(wanted)]);

    /// <summary>Each row as often as it weighs, without weights.</summary>
    public Samples Repeated() =>
        Select([.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat(i, (int)Weights![i]))]) with { Weights = null };

    // Irwin and Hall: a sum of twelve uniform numbers.
    private static double Normal(Rng rng)
    {
        double sum = -6;
        for (int k = 0; k < 12; k++) sum += rng.NextDouble();
        return sum;
    }
}

/// <summary>A learner of any kind behind one face: rows in, numbers out.</summary>
internal static class AnyLearner
{
    public static IModel Fit(object learner, Samples samples, FitContext context = default) => learner switch
    {
        IClassifier<IClassifierModel> classifier => classifier.Fit(samples.Classes, context),
        IRegressor<IRegressorModel> regressor => regressor.Fit(samples.Numbers, context),
        ISupervisedTransformer<ITransformerModel> transformer => transformer.Fit(samples.Classes, context),
        ILearner<OutlierData, IOutlierModel> detector => detector.Fit(samples.Outliers, context),
        _ => throw new ArgumentException($"{learner.GetType().Name} is no learner", nameof(learner)),
    };

    /// <summary>The learner's name in the registry.</summary>
    public static string NameOf(object learner) => Learners.Registry.Find(learner)!.Name;

    /// <summary>All that a model says of rows, one row after the other: numbers where it has some, codes where these are all.</summary>
    public static double[] Outputs(IModel model, Features x)
    {
        switch (model)
        {
            case IRegressorModel regressor: return regressor.Predict(x);
            case IOutlierModel outlier: return outlier.Score(x);
            case ITransformerModel transformer:
                Features mapped = transformer.Transform(x);
                return (mapped is SparseMatrix sparse ? sparse.ToDense() : (Matrix)mapped).Span.ToArray();
        }
        var classifier = (IClassifierModel)model;
        double[] scores = classifier.As<IDecisionScores>()?.DecisionScores(x).Span.ToArray() ?? [];
        double[] shares = classifier.As<IProbabilisticModel>()?.PredictProbabilities(x).Span.ToArray() ?? [];
        double[] codes = scores.Length + shares.Length == 0 ? Array.ConvertAll(classifier.Predict(x), code => (double)code) : [];
        int widthOfScores = scores.Length / Math.Max(1, x.RowCount), widthOfShares = shares.Length / Math.Max(1, x.RowCount);
        return [.. Enumerable.Range(0, x.RowCount).SelectMany(i => (double[])
        [
            .. scores.AsSpan(i * widthOfScores, widthOfScores), .. shares.AsSpan(i * widthOfShares, widthOfShares),
            .. codes.AsSpan(codes.Length == 0 ? 0 : i, codes.Length == 0 ? 0 : 1),
        ])];
    }

    /// <summary>What a fit says of rows; centres say more than the nearest of them does.</summary>
    public static double[] Told(IModel model, Features x) =>
        model is ClassicML.Neighbors.NearestCentroidModel centroids
            ? [.. centroids.CentroidCodes.ToArray(), .. centroids.Centroids.Span] : Outputs(model, x);

    /// <summary>What a fit says of rows.</summary>
    public static double[] Told(object learner, Samples samples, Features x) => Told(Fit(learner, samples), x);

    /// <summary>A model's form without what differs between equal fits.</summary>
    public static WireForm Form(IModel model) => Learners.Registry.Write(model).Without(WireReader.ElapsedName);

    /// <summary>The largest difference of two lists, relative to numbers above 1; infinite where lengths differ or only one is no
    /// number.</summary>
    public static double Gap(double[] a, double[] b)
    {
        if (a.Length != b.Length) return double.PositiveInfinity;
        double gap = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Equals(b[i])) continue;
            double difference = Math.Abs(a[i] - b[i]) / Math.Max(1, Math.Max(Math.Abs(a[i]), Math.Abs(b[i])));
            gap = Math.Max(gap, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return gap;
    }

    /// <summary>Holds two lists to differ by more than rounding.</summary>
    public static void Differ(double[] one, double[] other, double least, string what)
    {
        double gap = Gap(one, other);
        Assert.True(gap > least, FormattableString.Invariant($"{what}: only {gap:G3} apart"));
    }
}
