Console.WriteLine("errand 0.1.0");
