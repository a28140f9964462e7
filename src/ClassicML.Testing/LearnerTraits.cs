namespace ClassicML.Testing;

/// <summary>What a learner says of itself, so that it is held to that: how exactly its fits agree, and which promises it does not make.
/// A reason is a sentence, for whoever reads the test; null means that the promise is made.</summary>
public record LearnerTraits
{
    /// <summary>How exactly fits of one problem agree that sum in another order, relative to numbers above 1. Default 1e-9.</summary>
    /// <remarks>For an iterative learner it goes by its stopping tolerance.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-9;

    /// <summary>Whether NaN is taken for a missing value and not refused. Default no. Infinities are always refused.</summary>
    public bool TakesMissing { get; init; }

    /// <summary>Whether sparse rows are read. Default no: then they are refused in words, as <see cref="Check.Dense"/> does.</summary>
    public bool ReadsSparse { get; init; }

    /// <summary>Why weights of rows are not looked at. Outlier detectors have none.</summary>
    public string? Unweighted { get; init; }

    /// <summary>Why a weight of two is not two rows.</summary>
    public string? NotRepeated { get; init; }

    /// <summary>Why a row of weight zero is not one that is absent.</summary>
    public string? NotAbsent { get; init; }

    /// <summary>Why sparse rows give other models than dense ones.</summary>
    public string? NotSparse { get; init; }

    /// <summary>Why rows that were mapped and mapped back are others, as where a bin becomes its middle.</summary>
    public string? NotMappedBack { get; init; }

    /// <summary>The learner that gives on repeated rows what this one gives on weights of two on the average. Default: this one.</summary>
    public object? OnRepeated { get; init; }

    /// <summary>The learner that gives without a third of the rows what this one gives where these weigh nothing. Default: it.</summary>
    public object? OnTheRest { get; init; }

    /// <summary>Whether data of a kind, which messages name, may be refused in words. Default: extreme kinds alone may.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Func<string, bool> MayRefuse { get; init => field = Check.NotNull(value, nameof(MayRefuse)); } = _ => false;

    /// <summary>What rows are made into that the learner can be fitted on, such as whole numbers. Default: they are left.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Func<Samples, Samples> Prepare { get; init => field = Check.NotNull(value, nameof(Prepare)); } = samples => samples;

    /// <summary>What a model says of rows, in numbers, where predictions say little, such as its centres. Default: predictions.</summary>
    public Func<IModel, Features, double[]>? Told { get; init; }
}
