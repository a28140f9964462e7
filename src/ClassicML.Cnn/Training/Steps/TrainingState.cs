namespace ClassicML.Cnn.Training;

/// <summary>All that a training step changes: parameters, the moments of their gradients, and how many steps were done.</summary>
internal sealed class TrainingState(float[] parameters)
{
    public float[] Parameters { get; } = parameters;

    /// <summary>Adam's mean of the gradient, or the velocity of gradient descent.</summary>
    public float[] First { get; } = new float[parameters.Length];

    /// <summary>Adam's mean of the squared gradient.</summary>
    public float[] Second { get; } = new float[parameters.Length];

    public long Steps { get; set; }
}
