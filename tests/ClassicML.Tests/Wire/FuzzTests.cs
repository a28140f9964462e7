namespace ClassicML.Tests.Wire;

/// <summary>Files that were damaged, or made to harm: each is refused in words, or what comes of it predicts.</summary>
public class FuzzTests
{
    [Fact]
    public void Damaged_forms_are_refused_or_predict() => new FormFuzz(seed: 1).Run(3000);

    [Fact]
    public void Damaged_files_are_refused_or_read()
    {
        using var fuzz = new ReaderFuzz(seed: 1);
        fuzz.Run(3000);
    }

    /// <summary>Takes some minutes, so it is run by hand.</summary>
    [Fact(Explicit = true)]
    public void Two_hundred_thousand_damaged_forms_and_files_are_refused_or_work()
    {
        new FormFuzz(seed: 2).Run(100_000);
        using var fuzz = new ReaderFuzz(seed: 2);
        fuzz.Run(100_000);
    }
}
