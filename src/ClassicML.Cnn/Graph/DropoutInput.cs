namespace ClassicML.Cnn.Graph;

/// <summary>The factors of a dropout that a step is given.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Size">The number of values of an image.</param>
/// <param name="Rate">The share that is dropped.</param>
internal readonly record struct DropoutInput(int Layer, int Size, double Rate);
