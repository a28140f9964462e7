namespace ClassicML;

/// <summary>Any pipeline, seen without its type arguments.</summary>
/// <remarks>A search fits equal first stages once for all its candidates, and the last stages on what comes out.</remarks>
public interface IPipeline
{
    /// <summary>The transformer, fitted first.</summary>
    object First { get; }

    /// <summary>The learner that is fitted on what the first gives.</summary>
    object Last { get; }
}
