namespace ClassicML.Cnn.Managed;

/// <summary>How a tile walks over its two operands: <see cref="Outer"/> runs of <see cref="Inner"/> steps.</summary>
/// <param name="Row">Floats from one row of the tile to the next in a.</param>
/// <param name="AStep">Floats to the next step in a.</param>
/// <param name="AJump">Floats from the end of a run to the start of the next in a.</param>
/// <param name="BStep">Floats to the next step in b, whose 32 columns lie side by side.</param>
/// <param name="BJump">Floats from the end of a run to the start of the next in b.</param>
/// <param name="Outer">Runs.</param>
/// <param name="Inner">Steps of a run.</param>
internal readonly record struct TileWalk(nint Row, nint AStep, nint AJump, nint BStep, nint BJump, int Outer, int Inner);
