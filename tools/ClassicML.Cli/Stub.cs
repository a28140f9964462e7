namespace ClassicML;
public enum InputFormat { Csv, LibSvm, Idx, Parquet, Model }
public static class InputFormats { public static InputFormat Find(System.IO.Stream s, string n) { long at = s.Position; System.Span<byte> b = stackalloc byte[4]; s.ReadExactly(b); s.Position = at; return b.SequenceEqual("PAR1"u8) ? InputFormat.Parquet : n.EndsWith("svm") ? InputFormat.LibSvm : InputFormat.Csv; } }
