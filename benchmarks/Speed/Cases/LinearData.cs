using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>The rows of the linear cases: MNIST, and made ones whose classes follow a noisy linear rule.</summary>
internal static class LinearData
{
    /// <summary>60,000×784 in [0, 1].</summary>
    public static ClassificationData Mnist()
    {
        ClassificationData train = Datasets.HasMnist ? Datasets.Mnist().Train
            : throw new PeerAbsentException("MNIST is not on this machine");
        return train.WithFeatures(new MinMaxScaler().Fit(train.Features).Transform(train.Features));
    }

    /// <summary>Dense columns that are correlated a little; one in three carries the rule.</summary>
    public static (Matrix X, double[] Scores) Tall(int rows, int columns)
    {
        double[] x = new double[rows * columns], scores = new double[rows];
        Workers.ForBlocks(rows, 1024, Workers.MaxThreads, (start, end) =>
        {
            var rng = new Rng(3, (ulong)start);
            for (int i = start; i < end; i++)
            {
                double common = rng.NextDouble() - 0.5;
                for (int j = 0; j < columns; j++)
                {
                    double value = 3 * (rng.NextDouble() - 0.5) + common;
                    x[i * columns + j] = value;
                    if (j % 3 == 0) scores[i] += value * (j % 2 == 0 ? 1 : -0.5) / Math.Sqrt(columns);
                }
                scores[i] += 2 * (rng.NextDouble() - 0.5);
            }
        });
        return (Matrix.Wrap(x, rows, columns), scores);
    }

    /// <summary>Fifty such columns, and whether the rule's score is positive.</summary>
    public static ClassificationData TallClasses(int rows)
    {
        (Matrix x, double[] scores) = Tall(rows, 50);
        return ClassificationData.Create(x, Array.ConvertAll(scores, score => score > 0 ? 1 : 0));
    }

    /// <summary>The same columns; of five noisy linear rules the highest names the class.</summary>
    public static ClassificationData FiveClasses(int rows, int columns)
    {
        const int classes = 5;
        Matrix x = Tall(rows, columns).X;
        var rng = new Rng(6);
        double[][] rules = [.. Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, columns).Select(_ => rng.NextDouble() - 0.5).ToArray())];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double highest = double.NegativeInfinity;
            for (int k = 0; k < classes; k++)
            {
                double score = Internal.Kernels.Dot(x.Row(i), rules[k]) + 3 * rng.NextDouble();
                if (score > highest) (highest, y[i]) = (score, k);
            }
        }
        return ClassificationData.Create(x, y);
    }

    /// <summary>12 categories of ten values each, one-hot: 30,000×120.</summary>
    public static ClassificationData OneHot()
    {
        var rng = new Rng(4);
        const int rows = 30_000, groups = 12, values = 10;
        int[] starts = new int[rows + 1], columns = new int[rows * groups], y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double score = 2 * (rng.NextDouble() - 0.5);
            for (int g = 0; g < groups; g++)
            {
                int value = Math.Min(rng.NextInt(values), rng.NextInt(values));
                columns[i * groups + g] = g * values + value;
                score += 0.2 * Math.Sin(7 * g + 3 * value);
            }
            starts[i + 1] = (i + 1) * groups;
            y[i] = score > 0 ? 1 : 0;
        }
        return ClassificationData.Create(
            new SparseMatrix(starts, columns, Enumerable.Repeat(1.0, columns.Length).ToArray(), groups * values), y);
    }

    /// <summary>Rows of about 80 words of 50,000, frequent ones first, scaled to length one: 20,000×50,000.</summary>
    public static ClassificationData Text()
    {
        var rng = new Rng(5);
        const int rows = 20_000, words = 50_000;
        List<int> starts = [0], columns = [];
        List<double> values = [];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            int count = 40 + rng.NextInt(80);
            double score = 0, share = 1 / Math.Sqrt(count);
            for (int k = 0; k < count; k++)
            {
                // A log-uniform rank is Zipf's law.
                int word = (int)Math.Exp(rng.NextDouble() * Math.Log(words)) - 1;
                columns.Add(word);
                values.Add(share);
                score += share * Math.Sin(word);
            }
            starts.Add(columns.Count);
            y[i] = score + 0.2 * (rng.NextDouble() - 0.5) > 0 ? 1 : 0;
        }
        return ClassificationData.Create(new SparseMatrix([.. starts], [.. columns], [.. values], words), y);
    }
}
