namespace ClassicML.Cnn;

/// <summary>A link of the chain from a graphics card to a training step on it.</summary>
/// <param name="Name">The link: card, driver, CUDA, cuDNN, provider or step.</param>
/// <param name="Works">Whether it is there.</param>
/// <param name="Found">What was found, in words.</param>
/// <param name="Advice">What to do where it is missing; empty where it works.</param>
public sealed record DeviceLink(string Name, bool Works, string Found, string Advice);
