namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="TransformedTarget"/>.</summary>
public sealed class TransformedTargetModel : IRegressorModel
{
    private readonly IInverseTransform inverse;

    internal TransformedTargetModel(IRegressorModel inner, ITransformerModel transformer, FitReport report)
    {
        (Inner, Transformer, Report) = (inner, transformer, report);
        inverse = CheckTransformer(transformer);
    }

    /// <summary>The fitted regressor; it predicts transformed targets.</summary>
    public IRegressorModel Inner { get; }

    /// <summary>The fitted transformer of targets.</summary>
    public ITransformerModel Transformer { get; }

    /// <summary>The report of <see cref="Inner"/>, with the time of both.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Inner.FeatureCount;

    /// <inheritdoc/>
    /// <remarks>What the regressor predicts, mapped back.</remarks>
    public void Predict(Features x, Memory<double> destination)
    {
        Inner.Predict(x, destination);
        Span<double> numbers = destination.Span;
        Cut(numbers);
        Features back = inverse.InverseTransform(new Matrix(numbers, numbers.Length, 1));
        Check.Dense(back, nameof(TransformedTargetModel)).Span.CopyTo(numbers);
        Cut(numbers);
    }

    /// <summary>The inverse of a transformer that maps one column to one.</summary>
    internal static IInverseTransform CheckTransformer(ITransformerModel transformer)
    {
        if ((transformer.FeatureCount, transformer.OutputCount) != (1, 1))
            throw new ArgumentException(FormattableString.Invariant(
                $"Transformer must make one column of one, it makes {transformer.OutputCount} of {transformer.FeatureCount}"), nameof(transformer));
        return transformer.As<IInverseTransform>()
            ?? throw new ArgumentException($"Transformer must map back; {transformer.GetType().Name} has no inverse", nameof(transformer));
    }

    private static void Cut(Span<double> numbers)
    {
        foreach (ref double number in numbers) number = Math.Clamp(number, -Features.MaxMagnitude, Features.MaxMagnitude);
    }
}
