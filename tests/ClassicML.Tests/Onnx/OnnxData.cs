namespace ClassicML.Tests.Onnx;

/// <summary>Rows that an exported model must not lose digits on.</summary>
internal static class OnnxData
{
    /// <summary>Years, time stamps in seconds, a constant, ordinary numbers and small ones, as floats hold them; three classes.</summary>
    public static Samples Hard(int rows = 90, ulong seed = 5)
    {
        Samples plain = Samples.OfClasses(3, rows, 5, seed);
        var from = (Matrix)plain.X;
        double[] x = new double[rows * 5];
        for (int i = 0; i < rows; i++)
        {
            x[5 * i] = Math.Round(2015 + 5 * from[i, 0]);
            x[5 * i + 1] = (float)(1.7e9 + 1e5 * from[i, 1]);
            x[5 * i + 2] = 7;
            x[5 * i + 3] = (float)from[i, 3];
            x[5 * i + 4] = (float)(1e-3 * from[i, 4]);
        }
        return plain with { X = Matrix.Wrap(x, rows, 5) };
    }

    /// <summary>Numbers of which some are missing.</summary>
    public static Matrix WithMissing(Features x, ulong seed = 9)
    {
        var rng = new Rng(seed);
        return Matrix.Wrap([.. ((Matrix)x).Span.ToArray().Select(value => rng.NextDouble() < 0.15 ? double.NaN : value)], x.RowCount, x.ColumnCount);
    }

    /// <summary>A table of numbers, truth values, texts and categories with missing ones among them, and what is to be told of its rows.</summary>
    public static Table Mixed(int rows = 80, ulong seed = 3)
    {
        var rng = new Rng(seed);
        string[] cities = ["Rome", "Oslo", "Bern", "Nice", "Cork"], sizes = ["small", "middle", "large"];
        double[] age = new double[rows], income = new double[rows], target = new double[rows];
        string?[] city = new string?[rows], size = new string?[rows];
        bool?[] member = new bool?[rows];
        string[] label = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            int c = (int)(rng.NextDouble() * 5), s = (int)(rng.NextDouble() * 3);
            age[i] = rng.NextDouble() < 0.1 ? double.NaN : (float)(20 + 50 * rng.NextDouble());
            income[i] = (float)(1e4 * (1 + rng.NextDouble()));
            (city[i], size[i]) = (rng.NextDouble() < 0.1 ? null : cities[c], rng.NextDouble() < 0.1 ? null : sizes[s]);
            member[i] = rng.NextDouble() < 0.1 ? null : rng.NextDouble() < 0.5;
            target[i] = c + s * s + 1e-4 * income[i] + rng.NextDouble();
            label[i] = target[i] > 5 ? "high" : target[i] > 3 ? "middle" : "low";
        }
        return new Table(
            new NumberColumn("age", age), new TextColumn("city", city), new CategoryColumn("size", size, sizes), new BooleanColumn("member", member),
            new NumberColumn("income", income), new NumberColumn("target", target), new TextColumn("label", label));
    }
}
