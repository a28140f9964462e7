namespace ClassicML.Cnn.Training;

/// <summary>All that a training step changes: parameters, the moments of their gradients, and how many steps were done.</summary>
internal sealed class TrainingState(float[] parameters, float[] first, float[] second)
{
    /// <summary>The state before the first step.</summary>
    public TrainingState(float[] parameters)
        : this(parameters, new float[parameters.Length], new float[parameters.Length])
    {
    }

    public float[] Parameters { get; } = parameters;

    /// <summary>Adam's mean of the gradient, or the velocity of gradient descent.</summary>
    public float[] First { get; } = first;

    /// <summary>Adam's mean of the squared gradient.</summary>
    public float[] Second { get; } = second;

    public long Steps { get; set; }
}
