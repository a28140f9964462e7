namespace ClassicML.Testing;

/// <summary>Rows for a learner of any kind: each with a class, a number to predict and, where given, a weight.</summary>
/// <param name="X">The rows, n×p.</param>
/// <param name="Codes">The class of each, a code of <see cref="Labels"/>. Rows of the third class are outliers.</param>
/// <param name="Targets">The number of each.</param>
/// <param name="Weights">The weight of each, or null for 1.</param>
public sealed record Samples(Features X, int[] Codes, double[] Targets, double[]? Weights = null)
{
    /// <summary>The classes that codes stand for.</summary>
    public ClassLabels Labels { get; init; } = new(["a", "b", "c"]);

    /// <summary>The names of the columns, or null.</summary>
    internal string[]? Names { get; init; }

    /// <summary>The number of rows, n.</summary>
    public int Count => X.RowCount;

    /// <summary>The rows with their classes.</summary>
    internal ClassificationData Classes => new(X, Codes, Labels, Weights ?? [], featureNames: Names);

    /// <summary>The rows with their numbers.</summary>
    internal RegressionData Numbers => new(X, Targets, Weights ?? [], featureNames: Names);

    internal OutlierData Outliers => new(X, Array.ConvertAll(Codes, code => code == 2), featureNames: Names);

    /// <summary>Of each row how many of its class come before it, from 0 to 2 in turn. In multiples of 63 rows every class has as many
    /// of each: what goes by it leaves the classes their shares, and balanced class weights as they are.</summary>
    internal int[] Turns
    {
        get
        {
            int[] seen = new int[Labels.Count];
            return Array.ConvertAll(Codes, code => seen[code]++ % 3);
        }
    }

    /// <summary>Rows of three classes that overlap, 4, 7 and 10 in 21, and numbers that depend on them. Columns have one scale; two values
    /// in five are zero, but none of the first column, so that no two rows are alike.</summary>
    internal static Samples Of(int rows, int columns = 4, ulong seed = 1)
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

    /// <summary>Rows of classes that overlap a little, as many of each, and numbers that depend on them smoothly; a column of another unit,
    /// nothing tied.</summary>
    internal static Samples OfClasses(int classes, int rows = 90, int columns = 4, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * columns], targets = new double[rows];
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            int k = codes[i] = i % classes;
            for (int j = 0; j < columns; j++) x[i * columns + j] = (j == 1 ? 100 : 1) * (Math.Sin(k * (j + 2)) + 1.5 * rng.NextDouble());
        }
        rng = new Rng(seed + 1);
        for (int i = 0; i < rows; i++)
            targets[i] = Math.Sin(x[i * columns]) + 0.01 * x[i * columns + Math.Min(1, columns - 1)] + 0.1 * rng.NextDouble();
        var labels = new ClassLabels(Enumerable.Range(0, classes).Select(k => "class " + (char)('a' + k)));
        return new Samples(Matrix.Wrap(x, rows, columns), codes, targets) { Labels = labels };
    }

    /// <summary>Rows of 25 columns of which each holds one or two values: sparse ones are no slower, whoever reads them. The first row
    /// holds nothing, and so does the last column.</summary>
    internal static Samples Thin(int rows = 63, ulong seed = 2)
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
    internal static Samples EndingIn(int rows, int strange)
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
    internal Samples TwoClasses() => Where(i => Codes[i] < 2) with { Labels = new ClassLabels(["a", "b"]) };

    internal Samples Sparse() => this with { X = SparseMatrix.FromDense((Matrix)X) };

    internal Samples Weighing(Func<int, double> weightOf) => this with { Weights = [.. Enumerable.Range(0, Count).Select(weightOf)] };

    internal Samples Select(int[] rows) => this with
    {
        X = X.SelectRows(rows),
        Codes = Array.ConvertAll(rows, i => Codes[i]),
        Targets = Array.ConvertAll(rows, i => Targets[i]),
        Weights = Weights is null ? null : Array.ConvertAll(rows, i => Weights[i]),
    };

    internal Samples Where(Func<int, bool> wanted) => Select([.. Enumerable.Range(0, Count).Where(wanted)]);

    /// <summary>Each row as often as it weighs, without weights.</summary>
    internal Samples Repeated() =>
        Select([.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat(i, (int)Weights![i]))]) with { Weights = null };

    /// <summary>The same rows with one value set.</summary>
    internal Samples With(int row, int column, double value)
    {
        double[] x = ((Matrix)X).Span.ToArray();
        x[row * X.ColumnCount + column] = value;
        return this with { X = Matrix.Wrap(x, Count, X.ColumnCount) };
    }

    // Irwin and Hall: a sum of twelve uniform numbers.
    internal static double Normal(Rng rng)
    {
        double sum = -6;
        for (int k = 0; k < 12; k++) sum += rng.NextDouble();
        return sum;
    }
}
