namespace ClassicML.Neural;

/// <summary>Draws the weights that a training starts from; biases are zero. Each layer has a random stream of its own.</summary>
internal static class StartWeights
{
    public static double[] Draw(NetworkShape shape, WeightStart start, int seed)
    {
        double[] parameters = new double[shape.ParameterCount];
        ulong drawn = Rng.DeriveSeed((ulong)seed, RandomParts.Weights);
        for (int l = 0; l < shape.LayerCount; l++)
        {
            int n = shape.Inputs(l), m = shape.Outputs(l);
            double variance = start is WeightStart.GlorotUniform or WeightStart.GlorotNormal ? 2.0 / (n + m) : 2.0 / n;
            var rng = new Rng(drawn, (ulong)l);
            Span<double> weights = shape.Weights(l, parameters.AsSpan());
            if (start is WeightStart.GlorotNormal or WeightStart.HeNormal) Normal(weights, Math.Sqrt(variance), rng);
            else
            {
                // A uniform variable in ±c has variance c²/3.
                double bound = Math.Sqrt(3 * variance);
                foreach (ref double w in weights) w = bound * (2 * rng.NextDouble() - 1);
            }
        }
        return parameters;
    }

    // Two independent normal numbers from two uniform ones (Box, Muller 1958).
    private static void Normal(Span<double> to, double deviation, Rng rng)
    {
        for (int i = 0; i < to.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - rng.NextDouble()));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * rng.NextDouble());
            to[i] = radius * cos;
            if (i + 1 < to.Length) to[i + 1] = radius * sin;
        }
    }
}

/// <summary>What of a fit has a seed of its own, derived from the learner's.</summary>
internal static class RandomParts
{
    public const ulong Weights = 0, Order = 1, Dropout = 2, Validation = 3;
}
