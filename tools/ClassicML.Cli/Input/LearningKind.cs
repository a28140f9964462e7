namespace ClassicML.Cli.Input;

/// <summary>What is to be predicted.</summary>
internal enum LearningKind
{
    /// <summary>A class.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
